package dev.tidemark.format;

import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of every type as text: what CSV's fields and JSON's strings hold. Dates and times are
 * ISO-8601, timestamps with an offset or {@code Z} and cut to the microsecond, bytes are base64.
 * Thread-safe.
 */
public final class TextValues {

  /** A decimal with more digits or a greater exponent is refused: such a number is an attack. */
  private static final int DECIMAL_DIGITS = 1_000;

  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  /** More than BigDecimal can count. */
  private static final Pattern HUGE_EXPONENT = Pattern.compile("[eE][+-]?0*[1-9][0-9]{8,}$");

  private TextValues() {}

  /**
   * The value that a text stands for.
   *
   * @throws MisfitException with the type expected and what was found
   */
  public static Object parse(DataType type, String text) throws MisfitException {
    if (type instanceof DataType.Array) {
      return JsonValues.parse(type, text);
    }
    try {
      return switch ((DataType.Simple) type) {
        case BOOLEAN -> bool(text);
        case INT32 -> Integer.valueOf(text);
        case INT64 -> Long.valueOf(text);
        case FLOAT64 -> float64(text);
        case DECIMAL -> decimal(text);
        case TEXT -> text;
        case BYTES -> Base64.getDecoder().decode(text);
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text).truncatedTo(ChronoUnit.MICROS);
        case TIMESTAMP -> timestamp(text);
        case UUID -> uuid(text);
        case JSON -> JsonValues.parse(type, text);
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw misfit(type, text);
    }
  }

  /** The text that {@link #parse} reads back as an equal value. */
  public static String format(DataType type, Object value) {
    if (type instanceof DataType.Array) {
      return JsonValues.format(type, value);
    }
    return switch ((DataType.Simple) type) {
      case BYTES -> Base64.getEncoder().encodeToString((byte[]) value);
      case DECIMAL -> plain((BigDecimal) value);
      default -> value.toString();
    };
  }

  /** A decimal without an exponent, unless that would cost its scale or a flood of zeros. */
  static String plain(BigDecimal value) {
    return value.scale() >= 0 && value.scale() <= DECIMAL_DIGITS
        ? value.toPlainString()
        : value.toString();
  }

  /**
   * A decimal of few enough digits.
   *
   * @throws NumberFormatException when it isn't a number
   */
  static BigDecimal decimal(String text) throws MisfitException {
    if (text.length() > 2 * DECIMAL_DIGITS || HUGE_EXPONENT.matcher(text).find()) {
      return bounded(null, text);
    }
    try {
      return bounded(new BigDecimal(text), text);
    } catch (NumberFormatException e) {
      // No number at all, or one with an exponent beyond an int's range.
      throw misfit(DataType.Simple.DECIMAL, text);
    }
  }

  private static BigDecimal bounded(@Nullable BigDecimal value, String text)
      throws MisfitException {
    if (value == null
        || value.precision() > DECIMAL_DIGITS
        || Math.abs((long) value.scale()) > DECIMAL_DIGITS) {
      throw new MisfitException(
          "expected decimal of at most "
              + DECIMAL_DIGITS
              + " digits, found "
              + MisfitException.shown(text));
    }
    return value;
  }

  static Double float64(String text) {
    if (List.of("NaN", "Infinity", "-Infinity").contains(text)) {
      return Double.valueOf(text);
    }
    // Double.valueOf also reads hexadecimal, suffixes and spaces, which no format here has.
    if (!FLOAT.matcher(text).matches()) {
      throw new NumberFormatException("not a number");
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("out of range");
    }
    return value;
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw new IllegalArgumentException("not a boolean");
    };
  }

  private static Instant timestamp(String text) {
    Instant usual = IsoInstant.parse(text);
    return usual != null
        ? usual
        : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
  }

  private static UUID uuid(String text) {
    // UUID.fromString fills short groups with zeros; only the full form is taken.
    if (text.length() != 36) {
      throw new IllegalArgumentException("not a UUID");
    }
    return UUID.fromString(text);
  }

  static MisfitException misfit(DataType type, String found) {
    return new MisfitException(
        "expected " + expected(type) + ", found " + MisfitException.shown(found));
  }

  /** The type, with the spelling that it needs where that isn't plain. */
  static String expected(DataType type) {
    if (type instanceof DataType.Array) {
      return type.text();
    }
    return switch ((DataType.Simple) type) {
      case BOOLEAN -> "boolean (true or false)";
      case BYTES -> "bytes (base64)";
      case DATE -> "date (2026-01-31)";
      case TIME -> "time (13:45:00)";
      case TIMESTAMP -> "timestamp with its offset (2026-01-31T13:45:00Z)";
      default -> type.text();
    };
  }
}
