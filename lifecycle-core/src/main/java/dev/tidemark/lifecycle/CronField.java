package dev.tidemark.lifecycle;

import io.vavr.collection.List;
import io.vavr.collection.TreeSet;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Locale;

/** One field of a cron expression: its range, its names, and the texts it takes. */
enum CronField {
  SECOND("second", 0, 59, ""),
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  /** Sunday is 0, and 7 as well. */
  WEEKDAY("weekday", 0, 7, "SUN MON TUE WED THU FRI SAT"),
  /** Sunday is 1. */
  QUARTZ_WEEKDAY("weekday", 1, 7, "SUN MON TUE WED THU FRI SAT"),
  YEAR("year", 1970, 2099, "");

  private final String label;
  private final int min;
  private final int max;

  /** Three letters each; the first stands for {@code min}. */
  private final String names;

  CronField(String label, int min, int max, String names) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.names = names;
  }

  /** Every value the field can have. */
  TreeSet<Integer> all() {
    return TreeSet.rangeClosed(min, max);
  }

  /** The values that a list of values, ranges and steps stands for, or what is wrong with it. */
  Either<String, TreeSet<Integer>> values(String text) {
    TreeSet<Integer> values = TreeSet.empty();
    for (String part : text.split(",", -1)) {
      Either<String, List<Integer>> found = part(part);
      if (found.isLeft()) {
        return Either.left(complaint(text, found.getLeft()));
      }
      values = values.addAll(found.get());
    }
    return Either.right(values);
  }

  /** A number or a name in the field's range. */
  Option<Integer> value(String text) {
    int name = List.of(names.split(" ")).indexOf(text.toUpperCase(Locale.ROOT));
    return name >= 0 && !text.isEmpty()
        ? Option.some(min + name)
        : number(text).filter(value -> value >= min && value <= max);
  }

  /** Says what is wrong with the field's text. */
  String complaint(String text, String problem) {
    return "%s '%s': %s".formatted(label, text, problem);
  }

  /** What the field takes, for messages. */
  String range() {
    return names.isEmpty()
        ? min + "-" + max
        : "%d-%d or %s-%s"
            .formatted(min, max, names.substring(0, 3), names.substring(names.length() - 3));
  }

  /** A whole number of at most nine digits. */
  static Option<Integer> number(String text) {
    return text.matches("[0-9]{1,9}") ? Option.some(Integer.parseInt(text)) : Option.none();
  }

  private Either<String, List<Integer>> part(String part) {
    int slash = part.indexOf('/');
    if (slash < 0) {
      return range(part, false).map(range -> range);
    }
    String step = part.substring(slash + 1);
    return number(step)
        .filter(number -> number >= 1 && number <= max)
        .toEither("the step '%s' is not in 1-%d".formatted(step, max))
        .flatMap(
            number ->
                range(part.substring(0, slash), true)
                    .map(range -> range.zipWithIndex().filter(v -> v._2() % number == 0))
                    .map(range -> range.map(v -> v._1())));
  }

  /** The values of {@code *}, {@code a} or {@code a-b}; with a step, {@code a} runs to the end. */
  private Either<String, List<Integer>> range(String text, boolean stepped) {
    if (text.equals("*")) {
      return Either.right(List.rangeClosed(min, max));
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      return bound(text).map(from -> List.rangeClosed(from, stepped ? max : from));
    }
    return bound(text.substring(0, dash))
        .flatMap(from -> bound(text.substring(dash + 1)).flatMap(to -> between(from, to)));
  }

  private Either<String, List<Integer>> between(int from, int to) {
    if (from <= to) {
      return Either.right(List.rangeClosed(from, to));
    }
    return this == YEAR
        ? Either.left("the range %d-%d runs backwards".formatted(from, to))
        : Either.right(List.rangeClosed(from, max).appendAll(List.rangeClosed(min, to)));
  }

  private Either<String, Integer> bound(String text) {
    return value(text).toEither(() -> "'%s' is not in %s".formatted(text, range()));
  }
}
