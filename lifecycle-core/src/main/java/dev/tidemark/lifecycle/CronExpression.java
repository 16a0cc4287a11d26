package dev.tidemark.lifecycle;

import io.vavr.collection.List;

/** Checks cron expressions. */
final class CronExpression {
  private CronExpression() {}

  static List<String> problems(String expression) {
    return expression.isBlank() ? List.of("it is blank") : List.empty();
  }
}
