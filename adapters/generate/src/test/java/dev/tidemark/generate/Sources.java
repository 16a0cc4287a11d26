package dev.tidemark.generate;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources for tests. */
final class Sources {

  private Sources() {}

  /** Settings with their defaults, which are numbers, texts or false. */
  static Settings settings(List<Setting> known, Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(given);
    for (Setting setting : known) {
      setting
          .defaultValue()
          .ifPresent(text -> values.putIfAbsent(setting.name(), of(setting, text)));
    }
    return new Settings(known, values);
  }

  private static Object of(Setting setting, String text) {
    return switch (setting.kind()) {
      case INTEGER -> (Object) Long.valueOf(text);
      case BOOLEAN -> Boolean.valueOf(text);
      default -> text;
    };
  }

  static Source open(SourceType type, Map<String, Object> given) {
    Settings settings = settings(type.settings(), given);
    return type.open(new StageContext("orders", "in", false, settings, 1024));
  }
}
