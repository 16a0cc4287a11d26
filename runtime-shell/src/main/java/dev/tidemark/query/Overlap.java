package dev.tidemark.query;

import dev.tidemark.document.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far behind the greatest cursor value rows may still appear. Immutable. */
public sealed interface Overlap {

  /** Not at all: what is behind the last row read is never looked at again. */
  record None() implements Overlap {}

  /** So long, for a cursor of dates or times as text. */
  record Time(Duration span) implements Overlap {}

  /** So much, for a cursor of numbers. */
  record Amount(BigDecimal amount) implements Overlap {}

  Pattern TIMESTAMP =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)(?:(["
              + " T])(\\d\\d:\\d\\d)(:\\d\\d)?(\\.\\d{1,9})?(Z|[+-]\\d\\d:?\\d\\d)?)?");

  /** Reads {@code 5m} or {@code 100}; empty when it is neither. */
  static Optional<Overlap> parse(String text) {
    Optional<Overlap> amount = amount(text.trim());
    return amount.isPresent()
        ? amount
        : Quantity.duration(text).map(span -> span.isZero() ? new None() : new Time(span));
  }

  private static Optional<Overlap> amount(String text) {
    try {
      BigDecimal amount = new BigDecimal(text);
      return amount.signum() < 0
          ? Optional.empty()
          : Optional.of(amount.signum() == 0 ? new None() : new Amount(amount));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** Whether nothing is read late. */
  default boolean isNone() {
    return this instanceof None;
  }

  /**
   * The least cursor value that is still looked at, in the way that the greatest is written.
   *
   * @throws IllegalArgumentException when such a value has no such overlap
   */
  default Object below(Object cursor) {
    return switch (this) {
      case None none -> cursor;
      case Time time when cursor instanceof String text -> below(text, time.span());
      case Amount amount when cursor instanceof Long number -> below(number, amount.amount());
      case Amount amount when cursor instanceof BigDecimal number ->
          number.subtract(amount.amount());
      case Amount amount when cursor instanceof Double number ->
          number - amount.amount().doubleValue();
      case Time time ->
          throw new IllegalArgumentException(
              "a cursor of numbers needs an overlap that is a number, in its own unit");
      case Amount amount ->
          throw new IllegalArgumentException(
              "a cursor of texts needs an overlap that is a time, like 5m");
    };
  }

  private static Object below(long cursor, BigDecimal amount) {
    BigDecimal least = BigDecimal.valueOf(cursor).subtract(amount).setScale(0, RoundingMode.FLOOR);
    return least.max(BigDecimal.valueOf(Long.MIN_VALUE)).longValueExact();
  }

  private static String below(String cursor, Duration span) {
    Matcher parts = TIMESTAMP.matcher(cursor);
    try {
      if (parts.matches() && parts.group(2) == null) {
        long days = span.plusDays(1).minusNanos(1).toDays();
        return LocalDate.parse(parts.group(1)).minusDays(days).toString();
      }
      if (parts.matches()) {
        LocalDateTime at = LocalDate.parse(parts.group(1)).atTime(time(parts)).minus(span);
        return written(at, parts);
      }
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException("it is no date or time: " + wrong.getMessage(), wrong);
    }
    throw new IllegalArgumentException(
        "it is no date or time such as 2024-05-06 07:08:09; an overlap can't be counted from it");
  }

  private static LocalTime time(Matcher parts) {
    String seconds = parts.group(4) == null ? ":00" : parts.group(4);
    String fraction = parts.group(5) == null ? "" : parts.group(5);
    return LocalTime.parse(parts.group(3) + seconds + fraction);
  }

  /** With as many digits as the original; what doesn't fit makes it earlier. */
  private static String written(LocalDateTime at, Matcher parts) {
    StringBuilder text = new StringBuilder().append(at.toLocalDate()).append(parts.group(2));
    text.append("%02d:%02d".formatted(at.getHour(), at.getMinute()));
    if (parts.group(4) != null) {
      text.append(":%02d".formatted(at.getSecond()));
    }
    if (parts.group(5) != null) {
      text.append('.').append("%09d".formatted(at.getNano()), 0, parts.group(5).length() - 1);
    }
    return text.append(parts.group(6) == null ? "" : parts.group(6)).toString();
  }
}
