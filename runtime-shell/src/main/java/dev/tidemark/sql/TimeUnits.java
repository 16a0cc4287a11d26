package dev.tidemark.sql;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import org.apache.calcite.avatica.util.TimeUnit;

/** Parts of times, rounding and differences, in UTC and to the microsecond. */
final class TimeUnits {

  private static final LocalDate EPOCH = LocalDate.EPOCH;
  private static final int MAX_YEAR = 9999;

  private TimeUnits() {}

  /** As a date and time in UTC; a time of day is one of 1 January 1970. */
  static LocalDateTime local(Object value) {
    return switch (value) {
      case LocalDate date -> date.atStartOfDay();
      case LocalTime time -> time.atDate(EPOCH);
      default -> LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC);
    };
  }

  /** The same kind of value as {@code like}. */
  private static Object back(LocalDateTime local, Object like) {
    return switch (like) {
      case LocalDate date -> inRange(local.toLocalDate());
      case LocalTime time -> local.toLocalTime();
      default -> inRange(local.toInstant(ZoneOffset.UTC));
    };
  }

  static Instant inRange(Instant instant) {
    inRange(LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toLocalDate());
    return instant;
  }

  static LocalDate inRange(LocalDate date) {
    if (date.getYear() > MAX_YEAR || date.getYear() < 1) {
      throw new BadValueException("the date is before the year 1 or after the year 9999");
    }
    return date;
  }

  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }

  /** What EXTRACT answers. Weeks are ISO's; the first day of a week (DOW) is Sunday, 1. */
  static Long part(TimeUnit unit, Object value) {
    LocalDateTime at = local(value);
    return switch (unit) {
      case YEAR -> (long) at.getYear();
      case ISOYEAR -> (long) at.get(IsoFields.WEEK_BASED_YEAR);
      case QUARTER -> (long) at.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> (long) at.getMonthValue();
      case WEEK -> (long) at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> (long) at.getDayOfMonth();
      case DOY -> (long) at.getDayOfYear();
      case DOW -> at.getDayOfWeek().getValue() % 7 + 1L;
      case ISODOW -> (long) at.getDayOfWeek().getValue();
      case HOUR -> (long) at.getHour();
      case MINUTE -> (long) at.getMinute();
      case SECOND -> (long) at.getSecond();
      case MILLISECOND -> at.getSecond() * 1000L + at.getNano() / 1_000_000;
      case MICROSECOND -> at.getSecond() * 1_000_000L + at.getNano() / 1000;
      case EPOCH -> at.toEpochSecond(ZoneOffset.UTC);
      case DECADE -> (long) Math.floorDiv(at.getYear(), 10);
      case CENTURY -> (at.getYear() + 99L) / 100;
      case MILLENNIUM -> (at.getYear() + 999L) / 1000;
      default -> throw new BadValueException("there is no " + unit + " of a time");
    };
  }

  static boolean hasPart(TimeUnit unit) {
    return unit != TimeUnit.NANOSECOND;
  }

  /** Down to the beginning of the unit that the value lies in. */
  static Object floor(TimeUnit unit, Object value) {
    return back(floor(unit, local(value)), value);
  }

  /** Up to the beginning of the next unit, where the value doesn't begin one. */
  static Object ceil(TimeUnit unit, Object value) {
    LocalDateTime at = local(value);
    LocalDateTime floor = floor(unit, at);
    return back(floor.equals(at) ? at : plus(floor, unit, 1), value);
  }

  private static LocalDateTime floor(TimeUnit unit, LocalDateTime at) {
    LocalDateTime day = at.truncatedTo(ChronoUnit.DAYS);
    return switch (unit) {
      case YEAR -> day.withDayOfYear(1);
      case QUARTER -> day.withDayOfMonth(1).withMonth((at.getMonthValue() - 1) / 3 * 3 + 1);
      case MONTH -> day.withDayOfMonth(1);
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case DECADE -> day.withDayOfYear(1).withYear(Math.floorDiv(at.getYear(), 10) * 10);
      default -> at.truncatedTo(chrono(unit));
    };
  }

  /** Whether FLOOR and CEIL know the unit. */
  static boolean rounds(TimeUnit unit) {
    return switch (unit) {
      case YEAR, QUARTER, MONTH, WEEK, DECADE, DAY, HOUR, MINUTE, SECOND, MILLISECOND -> true;
      default -> false;
    };
  }

  static Object plus(TimeUnit unit, long count, Object value) {
    return back(plus(local(value), unit, count), value);
  }

  private static LocalDateTime plus(LocalDateTime at, TimeUnit unit, long count) {
    return switch (unit) {
      case QUARTER -> at.plusMonths(Math.multiplyExact(count, 3L));
      default -> at.plus(count, chrono(unit));
    };
  }

  /** How many whole units lie between. */
  static long between(TimeUnit unit, Object from, Object to) {
    long count =
        (unit == TimeUnit.QUARTER ? ChronoUnit.MONTHS : chrono(unit))
            .between(local(from), local(to));
    return unit == TimeUnit.QUARTER ? count / 3 : count;
  }

  static ChronoUnit chrono(TimeUnit unit) {
    return switch (unit) {
      case YEAR -> ChronoUnit.YEARS;
      case MONTH -> ChronoUnit.MONTHS;
      case WEEK -> ChronoUnit.WEEKS;
      case DAY -> ChronoUnit.DAYS;
      case HOUR -> ChronoUnit.HOURS;
      case MINUTE -> ChronoUnit.MINUTES;
      case SECOND -> ChronoUnit.SECONDS;
      case MILLISECOND -> ChronoUnit.MILLIS;
      case MICROSECOND -> ChronoUnit.MICROS;
      case DECADE -> ChronoUnit.DECADES;
      case CENTURY -> ChronoUnit.CENTURIES;
      case MILLENNIUM -> ChronoUnit.MILLENNIA;
      default -> throw new BadValueException("there is no step of " + unit);
    };
  }

  /** A value moved by an interval of months or of microseconds. */
  static Object shifted(Object value, long amount, boolean months) {
    LocalDateTime at = local(value);
    LocalDateTime moved = months ? at.plusMonths(amount) : at.plus(amount, ChronoUnit.MICROS);
    return back(moved, value);
  }
}
