package dev.tidemark.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** Dates and times, counted from the year 2000. */
final class TimeEncoders {

  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long EPOCH_SECOND = EPOCH_DAY * 86_400;
  private static final long MICROS = 1_000_000;
  private static final int NANOS_OF_MICRO = 1_000;
  private static final int MOST_DIGITS = 6;

  private static final LocalDate FIRST_DATE = LocalDate.of(-4712, 1, 1);
  private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);
  private static final Instant FIRST = Instant.parse("-4712-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+294276-12-31T23:59:59.999999Z");

  private TimeEncoders() {}

  static void date(Object value, CopyBuffer out) throws UnfitValueException {
    LocalDate date = (LocalDate) value;
    if (date.isBefore(FIRST_DATE) || date.isAfter(LAST_DATE)) {
      throw new UnfitValueException(
          "a date of the year %d; date is from -4712 to 5874897".formatted(date.getYear()));
    }
    out.putInt(4);
    out.putInt((int) (date.toEpochDay() - EPOCH_DAY));
  }

  /**
   * Of a column that keeps so many digits of the second.
   *
   * @param digits negative for all six
   */
  static ColumnEncoder time(int digits) {
    return (value, out) -> {
      long micros = ((LocalTime) value).toNanoOfDay() / NANOS_OF_MICRO;
      checkDigits(micros, digits, "time");
      out.putInt(8);
      out.putLong(micros);
    };
  }

  /** The same for instants; without a time zone they are in UTC. */
  static ColumnEncoder timestamp(int digits, String type) {
    return (value, out) -> {
      Instant instant = (Instant) value;
      if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
        throw new UnfitValueException(
            "an instant out of range; %s is from %s to %s".formatted(type, FIRST, LAST));
      }
      long micros =
          (instant.getEpochSecond() - EPOCH_SECOND) * MICROS + instant.getNano() / NANOS_OF_MICRO;
      checkDigits(micros, digits, type);
      out.putInt(8);
      out.putLong(micros);
    };
  }

  private static void checkDigits(long micros, int digits, String type) throws UnfitValueException {
    if (digits < 0 || digits >= MOST_DIGITS) {
      return;
    }
    long unit = 1;
    for (int i = digits; i < MOST_DIGITS; i++) {
      unit *= 10;
    }
    if (micros % unit != 0) {
      throw new UnfitValueException(
          "a time to the microsecond; %s(%d) keeps %d digits of the second"
              .formatted(type, digits, digits));
    }
  }
}
