package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Values of one type as values of another. */
final class Casts {

  private static final Pattern FRACTION = Pattern.compile("[-+]?[0-9]{1,40}\\.[0-9]{1,40}");

  private Casts() {}

  /** How to cast; empty when one type has no meaning as the other. */
  static Optional<UnaryOperator<Object>> of(DataType from, DataType to) {
    if (from.equals(to) || (to == Simple.TEXT && from == Simple.JSON)) {
      return Optional.of(value -> value);
    }
    if (Numbers.isNumber(from) && Numbers.isNumber(to)) {
      return Optional.of(value -> Numbers.to(to, value));
    }
    if (to == Simple.TEXT) {
      return from instanceof DataType.Array ? Optional.empty() : Optional.of(Casts::text);
    }
    if ((from == Simple.TEXT || from == Simple.JSON) && to instanceof Simple simple) {
      return Optional.of(value -> parsed((String) value, simple));
    }
    if (from == Simple.DATE && to == Simple.TIMESTAMP) {
      return Optional.of(Order::instant);
    }
    if (from == Simple.TIMESTAMP && to == Simple.DATE) {
      return Optional.of(value -> ((Instant) value).atOffset(ZoneOffset.UTC).toLocalDate());
    }
    if (from == Simple.TIMESTAMP && to == Simple.TIME) {
      return Optional.of(value -> ((Instant) value).atOffset(ZoneOffset.UTC).toLocalTime());
    }
    if (from == Simple.BOOLEAN && Numbers.isInteger(to)) {
      return Optional.of(value -> Numbers.to(to, (Boolean) value ? 1 : 0));
    }
    if (Numbers.isInteger(from) && to == Simple.BOOLEAN) {
      return Optional.of(value -> Numbers.integer(value) != 0);
    }
    return Optional.empty();
  }

  /** A decimal with so many digits after the point, rounded half up, and so many in all. */
  static BigDecimal sized(BigDecimal value, int precision, int scale) {
    BigDecimal scaled = Numbers.bounded(value).setScale(scale, RoundingMode.HALF_UP);
    if (scaled.precision() > precision && scaled.signum() != 0) {
      throw new BadValueException(
          Texts.shown(value.toString()) + " doesn't fit DECIMAL(" + precision + ", " + scale + ")");
    }
    return scaled;
  }

  /** As SQL writes a value, so that the cast back gives the same. */
  static String text(Object value) {
    return switch (value) {
      case String s -> s;
      case BigDecimal d -> Numbers.bounded(d).toPlainString();
      case Instant i -> TimeText.timestamp(i);
      case LocalTime t -> TimeText.time(t);
      case byte[] bytes -> bytesText(bytes);
      default -> value.toString();
    };
  }

  private static String bytesText(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      throw new BadValueException("the bytes are no text in UTF-8; use TO_HEX");
    }
    return text;
  }

  private static Object parsed(String text, Simple to) {
    String trimmed = text.strip();
    try {
      return switch (to) {
        case BOOLEAN -> bool(trimmed);
        case INT32 -> Integer.valueOf(trimmed);
        case INT64 -> Long.valueOf(trimmed);
        case FLOAT64 -> number(trimmed);
        case DECIMAL -> Numbers.bounded(new BigDecimal(trimmed));
        case DATE -> LocalDate.parse(trimmed);
        case TIME -> TimeText.time(trimmed);
        case TIMESTAMP -> TimeText.timestamp(trimmed);
        case UUID -> uuid(trimmed);
        case BYTES -> text.getBytes(StandardCharsets.UTF_8);
        case TEXT, JSON -> text;
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw new BadValueException(
          "'" + Texts.shown(text) + "' is no " + to.text() + expected(to, trimmed));
    }
  }

  private static String expected(Simple to, String found) {
    return switch (to) {
      case INT32, INT64 ->
          FRACTION.matcher(found).matches()
              ? "; cast it to DECIMAL first, and a fraction is cut off"
              : "";
      case DECIMAL, FLOAT64 -> ", as 12.50";
      case DATE -> ", as 2026-01-31";
      case TIME -> ", as 09:30:00";
      case TIMESTAMP -> ", as 2026-01-31 09:30:00 or 2026-01-31T09:30:00Z";
      case BOOLEAN -> ", as true or false";
      default -> "";
    };
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1", "on" -> true;
      case "false", "f", "no", "n", "0", "off" -> false;
      default -> throw new NumberFormatException();
    };
  }

  /** Decimal digits only: Java would also read {@code 1d} and hexadecimal. */
  private static Double number(String text) {
    char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
    boolean suffixed = "dDfF".indexOf(last) >= 0;
    if (suffixed || text.startsWith("0x") || text.startsWith("0X")) {
      throw new NumberFormatException();
    }
    return Double.valueOf(text);
  }

  private static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new NumberFormatException();
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new NumberFormatException();
    }
  }

  static String hex(Object value) {
    byte[] bytes =
        value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
    return HexFormat.of().formatHex(bytes);
  }
}
