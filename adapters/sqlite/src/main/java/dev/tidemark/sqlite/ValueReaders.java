package dev.tidemark.sqlite;

import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.query.KeyValues;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes values of a type out of what SQLite keeps. The counterpart of {@link ValueBinders}. */
final class ValueReaders {

  private static final long EXACT_IN_DOUBLE = 1L << 53;

  /** As SQLite's own functions write it; without an offset, the time is UTC. */
  private static final Pattern PLAIN_TIMESTAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d(?:[ T]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)?");

  private static final Pattern SPACED_TIMESTAMP =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d.*)");

  private ValueReaders() {}

  /**
   * The value that a stored one stands for.
   *
   * @param stored {@link Long}, {@link Double}, {@link String} or {@code byte[]}
   */
  static Object read(DataType type, Object stored) throws MisfitException {
    return switch (stored) {
      case Long number -> ofInteger(type, number);
      case Double number -> ofReal(type, number);
      case String text -> ofText(type, text);
      case byte[] bytes -> ofBytes(type, bytes);
      default -> throw new MisfitException("not a value of SQLite: " + stored.getClass());
    };
  }

  private static Object ofInteger(DataType type, long number) throws MisfitException {
    Object value =
        switch (simple(type)) {
          case BOOLEAN -> number == 0 || number == 1 ? (Object) (number == 1) : null;
          case INT32 -> number == (int) number ? (Object) (int) number : null;
          case INT64 -> (Object) number;
          case FLOAT64 -> Math.abs(number) <= EXACT_IN_DOUBLE ? (Object) (double) number : null;
          case DECIMAL -> BigDecimal.valueOf(number);
          case TEXT -> Long.toString(number);
          case JSON -> type instanceof DataType.Simple ? Long.toString(number) : null;
          case BYTES, DATE, TIME, TIMESTAMP, UUID -> null;
        };
    return fitting(value, type, "integer " + number);
  }

  private static Object ofReal(DataType type, double number) throws MisfitException {
    boolean whole = number == Math.rint(number) && Math.abs(number) <= EXACT_IN_DOUBLE;
    Object value =
        switch (simple(type)) {
          case INT32 -> whole && number == (int) number ? (Object) (int) number : null;
          case INT64 -> whole ? (Object) (long) number : null;
          case FLOAT64 -> (Object) number;
          case DECIMAL -> Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
          case TEXT -> Double.toString(number);
          case JSON ->
              type instanceof DataType.Simple && Double.isFinite(number)
                  ? Double.toString(number)
                  : null;
          case BOOLEAN, BYTES, DATE, TIME, TIMESTAMP, UUID -> null;
        };
    return fitting(value, type, "real " + number);
  }

  private static Object ofText(DataType type, String text) throws MisfitException {
    return switch (simple(type)) {
      case TEXT -> text;
      case BYTES -> throw misfit(type, "text " + KeyValues.shown(text));
      case TIMESTAMP -> timestamp(type, text);
      default -> TextValues.parse(type, text);
    };
  }

  private static Object ofBytes(DataType type, byte[] bytes) throws MisfitException {
    if (type == DataType.Simple.BYTES) {
      return bytes;
    }
    if (type == DataType.Simple.UUID && bytes.length == 2 * Long.BYTES) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    throw misfit(type, "a blob of " + bytes.length + " bytes");
  }

  private static Object timestamp(DataType type, String text) throws MisfitException {
    if (!PLAIN_TIMESTAMP.matcher(text).matches()) {
      return TextValues.parse(type, SPACED_TIMESTAMP.matcher(text).replaceFirst("$1T$2"));
    }
    try {
      LocalDate date = LocalDate.parse(text.substring(0, 10));
      LocalTime time =
          text.length() == 10 ? LocalTime.MIDNIGHT : LocalTime.parse(text.substring(11));
      return LocalDateTime.of(date, time.truncatedTo(ChronoUnit.MICROS)).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException wrong) {
      throw misfit(type, "text " + KeyValues.shown(text));
    }
  }

  /** Arrays are kept as JSON. */
  private static DataType.Simple simple(DataType type) {
    return type instanceof DataType.Simple simple ? simple : DataType.Simple.JSON;
  }

  private static Object fitting(
      @org.jspecify.annotations.Nullable Object value, DataType type, String found)
      throws MisfitException {
    if (value == null) {
      throw misfit(type, found);
    }
    return value;
  }

  private static MisfitException misfit(DataType type, String found) {
    return new MisfitException("expected " + type.text() + ", found " + found);
  }
}
