package dev.tidemark.lifecycle;

import io.vavr.collection.Seq;
import java.util.Objects;

/**
 * What is to be run: a description, which holds no resource. Any description can be made; only one
 * without {@link #problems()} can be started.
 *
 * @param name begins the id of each of its runs
 * @param schedule when runs are due
 * @param stages in topological order: sources, then transforms, then sinks
 */
public record Pipeline(String name, Schedule schedule, Seq<Stage> stages) {
  /** Takes any values; {@link #problems()} judges them. */
  public Pipeline {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(stages, "stages");
  }

  /**
   * All that is wrong with this description, each naming the stage or the schedule it is about;
   * empty when it can be started. Costs a pass over the stages, and for a cron schedule a check of
   * its expression.
   */
  public Seq<String> problems() {
    return PipelineCheck.problems(this);
  }

  /** Whether it can be started: it has no {@link #problems()}. */
  public boolean valid() {
    return problems().isEmpty();
  }

  /**
   * SHA-256 in lower-case hexadecimal: equal in every JVM for equal pipelines, and only for these.
   */
  public String signature() {
    return Signature.of(this);
  }
}
