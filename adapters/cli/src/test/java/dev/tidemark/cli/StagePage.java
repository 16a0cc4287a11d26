package dev.tidemark.cli;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageType;
import dev.tidemark.connector.TransformType;
import dev.tidemark.flow.load.StageTypes;
import java.util.List;
import java.util.Locale;

/** {@code docs/stages.md}, as the types of stage describe themselves. */
final class StagePage {

  private static final String HEAD =
      """
      # Stages
      Every type of stage that comes with the program, and the settings of its `config`. This page is what the types say of
      themselves; `broadcast` and `route` are built in, and described in the examples. What a bold name stands for must be given.
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  String text() {
    List<StageType> types = StageTypes.installed().all();
    types.forEach(this::describe);
    return page.toString();
  }

  private void describe(StageType type) {
    String role =
        switch (type) {
          case SourceType source -> "source";
          case TransformType transform -> "transform";
          case SinkType sink -> "sink";
        };
    page.append("\n## ").append(type.type()).append(", a ").append(role).append('\n');
    page.append(type.description()).append("\n");
    if (!type.settings().isEmpty()) {
      page.append("\n| setting | value | default | means |\n| --- | --- | --- | --- |\n");
      type.settings().forEach(this::describe);
    }
  }

  private void describe(Setting setting) {
    String name = setting.required() ? "**" + setting.name() + "**" : setting.name();
    String kind =
        setting.choices().isEmpty()
            ? setting.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            : String.join(", ", setting.choices());
    String byDefault =
        setting
            .defaultValue()
            .map(value -> value.isEmpty() ? "empty" : "`" + value + "`")
            .orElse("");
    page.append("| %s | %s | %s | %s |\n".formatted(name, kind, byDefault, cell(setting)));
  }

  private static String cell(Setting setting) {
    return setting.description().replace("|", "\\|");
  }
}
