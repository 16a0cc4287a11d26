package dev.tidemark.flow.load;

import dev.tidemark.lifecycle.Schedule;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * Cron expressions in Quartz's spelling. Where five fields restrict both the day of the month and
 * the weekday, either will do, which takes two of Quartz's.
 */
public final class QuartzCron {
  private static final Pattern WEEKDAYS =
      Pattern.compile("(\\*|[0-7A-Z]{1,3})(?:-([0-7A-Z]{1,3}))?(?:/([1-7]))?");
  private static final List<String> NAMES =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private QuartzCron() {}

  /**
   * The same times as one or two Quartz expressions.
   *
   * @throws IllegalArgumentException when a weekday can't be understood
   */
  public static List<String> expressions(String expression) {
    String[] fields = expression.trim().split("\\s+");
    if (fields.length != 5) {
      return List.of(expression.trim());
    }
    String time = "0 " + fields[0] + " " + fields[1] + " ";
    String day = fields[2];
    String month = fields[3];
    boolean anyDay = day.equals("*") || day.equals("?");
    boolean anyWeekday = fields[4].equals("*") || fields[4].equals("?");
    List<String> expressions = new ArrayList<>();
    if (!anyDay || anyWeekday) {
      expressions.add(time + (anyDay ? "*" : day) + " " + month + " ?");
    }
    if (!anyWeekday) {
      expressions.add(time + "? " + month + " " + weekdays(fields[4]));
    }
    return expressions;
  }

  /** From 0 or 7 for Sunday to 1 for Sunday, each day by itself. */
  private static String weekdays(String field) {
    TreeSet<Integer> days = new TreeSet<>();
    for (String part : field.toUpperCase(Locale.ROOT).split(",", -1)) {
      Matcher matcher = WEEKDAYS.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("weekday " + part);
      }
      boolean all = matcher.group(1).equals("*");
      int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      int first = all ? 0 : day(matcher.group(1));
      int last = last(matcher, all, first);
      for (int day = first; day <= last; day += step) {
        days.add(day % 7 + 1);
      }
    }
    return String.join(",", days.stream().map(String::valueOf).toList());
  }

  private static int last(Matcher matcher, boolean all, int first) {
    if (matcher.group(2) == null) {
      return all || matcher.group(3) != null ? 6 : first;
    }
    int last = day(matcher.group(2));
    return last < first ? last + 7 : last;
  }

  private static int day(String text) {
    int named = NAMES.indexOf(text);
    return named >= 0 ? named : Integer.parseInt(text);
  }

  /**
   * Whether there is a time after {@code now} at which it is due.
   *
   * @throws ParseException when Quartz can't understand it
   */
  static boolean dueAfter(Schedule.Cron cron, Instant now) throws ParseException {
    for (String expression : expressions(cron.expression())) {
      CronExpression quartz = new CronExpression(expression);
      quartz.setTimeZone(TimeZone.getTimeZone(cron.zone()));
      if (quartz.getNextValidTimeAfter(Date.from(now)) != null) {
        return true;
      }
    }
    return false;
  }
}
