package dev.tidemark.record;

import java.util.Locale;
import java.util.Optional;

/**
 * The type of a column's values. Each has one Java class, so that no stage has to guess; any value
 * may be null where its column is nullable.
 *
 * <p>Immutable.
 */
public sealed interface DataType {

  /** A type without parameters. */
  enum Simple implements DataType {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Integer}. */
    INT32,
    /** {@link Long}. */
    INT64,
    /** {@link Double}. */
    FLOAT64,
    /** {@link java.math.BigDecimal}, of any precision and scale. */
    DECIMAL,
    /** {@link String}. */
    TEXT,
    /** {@code byte[]}, never changed after it is made. */
    BYTES,
    /** {@link java.time.LocalDate}. */
    DATE,
    /** {@link java.time.LocalTime}, to the microsecond. */
    TIME,
    /** An instant: {@link java.time.Instant}, to the microsecond. */
    TIMESTAMP,
    /** {@link java.util.UUID}. */
    UUID,
    /** JSON of any shape, as its text: {@link String}. */
    JSON;

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A list of values of one type: {@link java.util.List}, which may hold nulls. */
  record Array(DataType element) implements DataType {
    @Override
    public String text() {
      return "array<" + element.text() + ">";
    }
  }

  /** The one spelling used in flows, messages and JSON: {@code int64}, {@code array<text>}. */
  String text();

  /** Reads what {@link #text()} writes, whatever its case; empty when it is no type. */
  static Optional<DataType> parse(String text) {
    String trimmed = text.trim();
    String lower = trimmed.toLowerCase(Locale.ROOT);
    if (lower.startsWith("array<") && lower.endsWith(">")) {
      return parse(trimmed.substring(6, trimmed.length() - 1)).map(Array::new);
    }
    for (Simple simple : Simple.values()) {
      if (simple.text().equals(lower)) {
        return Optional.of(simple);
      }
    }
    return Optional.empty();
  }
}
