package dev.tidemark.connector;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a sink does with the rows that its table already holds. */
public enum LoadMode {
  /** They stay, new ones are added. */
  APPEND,
  /** The whole table is replaced, at the end of the load. */
  TRUNCATE,
  /** A row of the same key is updated, others stay. */
  MERGE;

  /** As a flow writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All, the default first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(LoadMode::label).toList();
  }

  /** The one chosen by the setting {@code mode}. */
  public static LoadMode of(Settings settings) {
    return valueOf(settings.text("mode").toUpperCase(Locale.ROOT));
  }

  /**
   * What a table promises whose rows are written in one transaction with their position.
   *
   * @param replaced how {@link #TRUNCATE} replaces them
   */
  public Guarantee inOneTransaction(String replaced) {
    String means = "position in the same transaction";
    return new Guarantee(
        Guarantee.Level.EXACTLY_ONCE,
        this == TRUNCATE ? means + ", " + replaced : means,
        this == TRUNCATE,
        this == APPEND);
  }
}
