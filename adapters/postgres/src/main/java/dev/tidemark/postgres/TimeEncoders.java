package dev.tidemark.postgres;

import java.time.LocalDate;
import java.time.LocalTime;

/** Dates and times, counted from the year 2000. */
final class TimeEncoders {

  static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
  static final int NANOS_OF_MICRO = 1_000;

  private static final int MOST_DIGITS = 6;

  private static final LocalDate FIRST_DATE = LocalDate.of(-4712, 1, 1);
  private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);

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

  /** Refuses a time that a column of so many digits of the second doesn't keep. */
  static void checkDigits(long micros, int digits, String type) throws UnfitValueException {
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
