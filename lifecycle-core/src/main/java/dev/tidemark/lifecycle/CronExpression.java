package dev.tidemark.lifecycle;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeSet;
import io.vavr.control.Either;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Predicate;

/**
 * Checks cron expressions: the five fields of cron, or the six or seven of Quartz. When both days
 * of cron's form are restricted, either will do, as in cron; Quartz wants one of them to be {@code
 * ?}.
 */
final class CronExpression {
  private static final String FIVE = "minute hour day month weekday";

  private final Either<String, TreeSet<Integer>> months;
  private final Either<String, TreeSet<Integer>> years;
  private final Either<String, Predicate<LocalDate>> days;
  private final Seq<Either<String, ?>> times;

  private CronExpression(
      Either<String, TreeSet<Integer>> months,
      Either<String, TreeSet<Integer>> years,
      Either<String, Predicate<LocalDate>> days,
      Seq<Either<String, ?>> times) {
    this.months = months;
    this.years = years;
    this.days = days;
    this.times = times;
  }

  /** All that is wrong with an expression, each by its field; empty when it fires some day. */
  static List<String> problems(String expression) {
    List<String> fields = List.of(expression.strip().split("\\s+"));
    return switch (fields.length()) {
      case 5 -> cron(fields).problems();
      case 6, 7 -> quartz(fields).problems();
      default ->
          List.of(
              "it has %d fields; expected 5 (%s), or 6 to 7 (second %s [year])"
                  .formatted(expression.isBlank() ? 0 : fields.length(), FIVE, FIVE));
    };
  }

  private static CronExpression cron(List<String> fields) {
    String day = fields.get(2);
    String weekday = fields.get(4);
    boolean either = !day.startsWith("*") && !weekday.startsWith("*");
    return new CronExpression(
        CronField.MONTH.values(fields.get(3)),
        Either.right(CronField.YEAR.all()),
        both(CronDay.ofMonth(day), CronDay.ofWeek(weekday), either),
        List.of(CronField.MINUTE.values(fields.get(0)), CronField.HOUR.values(fields.get(1))));
  }

  private static CronExpression quartz(List<String> fields) {
    String year = fields.length() == 7 ? fields.get(6) : "*";
    return new CronExpression(
        CronField.MONTH.values(fields.get(4)),
        CronField.YEAR.values(year),
        quartzDays(fields.get(3), fields.get(5)),
        List.of(
            CronField.SECOND.values(fields.get(0)),
            CronField.MINUTE.values(fields.get(1)),
            CronField.HOUR.values(fields.get(2))));
  }

  private static Either<String, Predicate<LocalDate>> quartzDays(String day, String weekday) {
    if (day.equals("?") == weekday.equals("?")) {
      return Either.left(
          "day of month '%s' and weekday '%s': exactly one of them must be '?'"
              .formatted(day, weekday));
    }
    return day.equals("?") ? CronDay.ofQuartzWeek(weekday) : CronDay.ofQuartzMonth(day);
  }

  private static Either<String, Predicate<LocalDate>> both(
      Either<String, Predicate<LocalDate>> day,
      Either<String, Predicate<LocalDate>> weekday,
      boolean either) {
    if (day.isLeft() && weekday.isLeft()) {
      return Either.left(day.getLeft() + "; " + weekday.getLeft());
    }
    return day.flatMap(
        first -> weekday.map(second -> either ? first.or(second) : first.and(second)));
  }

  private List<String> problems() {
    List<Either<String, ?>> fields = List.ofAll(times).append(days).append(months).append(years);
    List<String> found = fields.filter(Either::isLeft).map(Either::getLeft);
    return found.isEmpty() && !fires() ? List.of("no date matches, so it never fires") : found;
  }

  private boolean fires() {
    return years
        .get()
        .exists(year -> months.get().exists(month -> fires(YearMonth.of(year, month))));
  }

  private boolean fires(YearMonth month) {
    return List.rangeClosed(1, month.lengthOfMonth())
        .exists(day -> days.get().test(month.atDay(day)));
  }
}
