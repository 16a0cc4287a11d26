package dev.tidemark.flow.load;

import dev.tidemark.document.Findings;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.text.ParseException;
import java.time.Instant;

/** Whether a schedule can be understood, and is due at all. */
final class ScheduleCheck {
  private static final Seq<Stage> ANY = Vector.of(Stage.source("a", "a"), Stage.sink("b", "a"));

  private ScheduleCheck() {}

  static void check(Schedule schedule, Instant now, Findings findings) {
    Seq<String> problems = new Pipeline("any", schedule, ANY).problems();
    problems.forEach(
        problem ->
            findings.problem(
                schedule instanceof Schedule.Cron ? "schedule.cron" : "schedule",
                problem.replaceFirst("^schedule: ", ""),
                ""));
    if (schedule instanceof Schedule.Cron cron && problems.isEmpty()) {
      checkDue(cron, now, findings);
    }
  }

  private static void checkDue(Schedule.Cron cron, Instant now, Findings findings) {
    try {
      if (!QuartzCron.dueAfter(cron, now)) {
        findings.problem(
            "schedule.cron",
            "cron '" + cron.expression() + "' is never due again",
            "no day from now on fits all of its fields");
      }
    } catch (ParseException | IllegalArgumentException | UnsupportedOperationException bad) {
      findings.problem(
          "schedule.cron",
          "cron '" + cron.expression() + "' can't be understood",
          "expected five fields, such as 0 2 * * *, or Quartz's six or seven");
    }
  }
}
