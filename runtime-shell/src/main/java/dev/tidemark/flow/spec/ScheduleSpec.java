package dev.tidemark.flow.spec;

import dev.tidemark.lifecycle.Schedule;

/**
 * When a flow is due.
 *
 * @param schedule manual when nothing is written
 * @param misfire what becomes of times that were missed
 */
public record ScheduleSpec(Schedule schedule, Misfire misfire) {

  /** No schedule. */
  public static final ScheduleSpec MANUAL =
      new ScheduleSpec(new Schedule.Manual(), Misfire.RUN_ONCE);

  /** What becomes of times that were missed. */
  public enum Misfire {
    /** One run makes up for all of them. */
    RUN_ONCE,
    /** They are gone. */
    SKIP
  }
}
