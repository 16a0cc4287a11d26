package dev.tidemark.sqlite;

import dev.tidemark.connector.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What happens to the rows that the table already holds. */
enum LoadMode {
  /** They stay, new ones are added. */
  APPEND,
  /** The whole table is replaced, at the end of the load. */
  TRUNCATE,
  /** A row of the same key is updated, others stay. */
  MERGE;

  /** As a flow writes it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All, the default first. */
  static List<String> labels() {
    return Arrays.stream(values()).map(LoadMode::label).toList();
  }

  /** The one chosen in {@code settings}. */
  static LoadMode of(Settings settings) {
    return valueOf(settings.text("mode").toUpperCase(Locale.ROOT));
  }
}
