package dev.tidemark.lifecycle;

import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two day fields of a cron expression: which dates they let through. */
final class CronDay {
  private static final Pattern FROM_LAST = Pattern.compile("L(?:-([0-9]{1,9}))?(W?)");
  private static final Pattern NEAREST = Pattern.compile("([0-9]{1,9})W");
  private static final Pattern LAST_WEEKDAY = Pattern.compile("([0-9A-Z]+)L");
  private static final Pattern NTH_WEEKDAY = Pattern.compile("([0-9A-Z]+)#([0-9]{1,9})");

  private CronDay() {}

  /** Cron's day of month: lists, ranges and steps. */
  static Either<String, Predicate<LocalDate>> ofMonth(String text) {
    return CronField.DAY.values(text).map(days -> date -> days.contains(date.getDayOfMonth()));
  }

  /** Cron's weekday: lists, ranges and steps, with 0 and 7 for Sunday. */
  static Either<String, Predicate<LocalDate>> ofWeek(String text) {
    return CronField.WEEKDAY
        .values(text)
        .map(days -> days.map(day -> day % 7))
        .map(days -> date -> days.contains(sundayZero(date)));
  }

  /** Quartz's day of month: also {@code L}, {@code L-3}, {@code LW} and {@code 15W}. */
  static Either<String, Predicate<LocalDate>> ofQuartzMonth(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    Matcher fromLast = FROM_LAST.matcher(upper);
    if (fromLast.matches()) {
      return CronField.number(Option.of(fromLast.group(1)).getOrElse("0"))
          .filter(back -> back <= 30)
          .toEither(() -> CronField.DAY.complaint(text, "the days before the last are not in 0-30"))
          .map(back -> fromLast(back, !fromLast.group(2).isEmpty()));
    }
    Matcher nearest = NEAREST.matcher(upper);
    if (nearest.matches()) {
      return CronField.DAY
          .value(nearest.group(1))
          .toEither(() -> outside(CronField.DAY, text, nearest.group(1)))
          .map(day -> date -> date.getDayOfMonth() == nearestWorkday(date, day));
    }
    return ofMonth(text);
  }

  /** Quartz's weekday, 1 for Sunday: also {@code L}, {@code 6L} and {@code 5#2}. */
  static Either<String, Predicate<LocalDate>> ofQuartzWeek(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.equals("L")) {
      return Either.right(date -> date.getDayOfWeek() == DayOfWeek.SATURDAY);
    }
    Matcher last = LAST_WEEKDAY.matcher(upper);
    if (last.matches()) {
      return weekday(text, last.group(1))
          .map(day -> date -> sundayZero(date) == day && date.plusDays(7).getDayOfMonth() <= 7);
    }
    Matcher nth = NTH_WEEKDAY.matcher(upper);
    if (nth.matches()) {
      return weekday(text, nth.group(1)).flatMap(day -> nth(text, day, nth.group(2)));
    }
    return CronField.QUARTZ_WEEKDAY
        .values(text)
        .map(days -> date -> days.contains(sundayZero(date) + 1));
  }

  private static Either<String, Predicate<LocalDate>> nth(String text, int day, String count) {
    return CronField.number(count)
        .filter(n -> n >= 1 && n <= 5)
        .toEither(() -> CronField.QUARTZ_WEEKDAY.complaint(text, "'" + count + "' is not in 1-5"))
        .map(n -> date -> sundayZero(date) == day && (date.getDayOfMonth() + 6) / 7 == n);
  }

  private static Either<String, Integer> weekday(String text, String day) {
    return CronField.QUARTZ_WEEKDAY
        .value(day)
        .map(value -> value - 1)
        .toEither(() -> outside(CronField.QUARTZ_WEEKDAY, text, day));
  }

  private static String outside(CronField field, String text, String value) {
    return field.complaint(text, "'%s' is not in %s".formatted(value, field.range()));
  }

  private static Predicate<LocalDate> fromLast(int back, boolean workday) {
    return date -> {
      int day = date.lengthOfMonth() - back;
      return date.getDayOfMonth() == (workday ? nearestWorkday(date, day) : day);
    };
  }

  /** The workday nearest to a day of the date's month, within that month; 0 when there is none. */
  private static int nearestWorkday(LocalDate date, int day) {
    int last = date.lengthOfMonth();
    if (day < 1 || day > last) {
      return 0;
    }
    return switch (date.withDayOfMonth(day).getDayOfWeek()) {
      case SATURDAY -> day == 1 ? 3 : day - 1;
      case SUNDAY -> day == last ? day - 2 : day + 1;
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
    };
  }

  private static int sundayZero(LocalDate date) {
    return date.getDayOfWeek().getValue() % 7;
  }
}
