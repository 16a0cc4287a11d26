package dev.tidemark.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
public final class Quantity {
  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*([A-Za-zµ]{0,12})");
  private static final Pattern PARTS = Pattern.compile("(?:[0-9]{1,18}\\s*[a-z]{1,2}\\s*){2,6}");
  private static final Pattern PART = Pattern.compile("([0-9]{1,18})\\s*([a-z]{1,2})");
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40);

  private Quantity() {}

  /**
   * A duration: {@code 200ms}, {@code 1.5s}, {@code 5m}, {@code 1h30m}, ISO-8601, or 0. Empty when
   * it is none, is negative, or has a number without unit.
   */
  public static Optional<Duration> duration(String text) {
    String trimmed = text.trim();
    if (trimmed.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (trimmed.toUpperCase(Locale.ROOT).startsWith("P")) {
      return iso(trimmed);
    }
    return PARTS.matcher(trimmed).matches()
        ? sum(trimmed)
        : amount(trimmed, NANOS).map(Duration::ofNanos);
  }

  private static Optional<Duration> iso(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(duration -> !duration.isNegative());
    } catch (DateTimeException | ArithmeticException bad) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> sum(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      Optional<Long> nanos = amount(part.group(), NANOS);
      if (nanos.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plusNanos(nanos.get());
    }
    return Optional.of(sum);
  }

  /** A size in bytes: {@code 4MB} is 4,000,000, {@code 1GiB} is 2^30, a plain number is bytes. */
  public static Optional<Long> size(String text) {
    return amount(text.trim(), BYTES);
  }

  private static Optional<Long> amount(String text, Map<String, Long> units) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    return amount.compareTo(LARGEST) > 0
        ? Optional.empty()
        : Optional.of(amount.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }
}
