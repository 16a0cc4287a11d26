package dev.tidemark.lifecycle;

import dev.tidemark.lifecycle.Schedule.Cron;
import dev.tidemark.lifecycle.Schedule.Interval;
import dev.tidemark.lifecycle.Schedule.Manual;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Finds all that is wrong with a pipeline. */
final class PipelineCheck {
  private final Pipeline pipeline;
  private final Vector<Stage> stages;

  private PipelineCheck(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.stages = Vector.ofAll(pipeline.stages());
  }

  static Seq<String> problems(Pipeline pipeline) {
    PipelineCheck check = new PipelineCheck(pipeline);
    return check
        .nameProblems()
        .appendAll(check.scheduleProblems())
        .appendAll(check.presenceProblems())
        .appendAll(List.range(0, check.stages.size()).flatMap(check::stageProblems));
  }

  private List<String> nameProblems() {
    return problem(pipeline.name().isBlank(), "the pipeline's name is blank");
  }

  private List<String> scheduleProblems() {
    return switch (pipeline.schedule()) {
      case Manual manual -> List.empty();
      case Interval interval ->
          problem(
              !interval.every().isPositive(),
              "schedule: the interval must be positive, was " + interval.every());
      case Cron cron ->
          CronExpression.problems(cron.expression())
              .map(found -> "schedule: cron '" + cron.expression() + "': " + found);
    };
  }

  private List<String> presenceProblems() {
    return problem(!has(StageKind.SOURCE), "there is no source; a pipeline needs at least one")
        .appendAll(
            problem(!has(StageKind.SINK), "there is no sink; a pipeline needs at least one"));
  }

  private boolean has(StageKind kind) {
    return stages.exists(stage -> stage.kind() == kind);
  }

  private List<String> stageProblems(int index) {
    Stage stage = stages.get(index);
    boolean first = stages.take(index).forAll(earlier -> !earlier.name().equals(stage.name()));
    List<String> found =
        problem(stage.name().isBlank(), "the name is blank")
            .appendAll(problem(!first, "the name is taken by an earlier stage"))
            .appendAll(orderProblems(stage, stages.take(index)))
            .appendAll(inputProblems(stage, stages.take(index)))
            .appendAll(outputProblems(stage, stages.drop(index + 1)));
    return found.map(problem -> "stage %d '%s': %s".formatted(index + 1, stage.name(), problem));
  }

  private static List<String> orderProblems(Stage stage, Vector<Stage> earlier) {
    return switch (stage.kind()) {
      case SOURCE ->
          after(earlier.find(other -> other.kind() != StageKind.SOURCE))
              .map(other -> "a source comes before all other stages, but it is after " + other);
      case TRANSFORM ->
          after(earlier.find(other -> other.kind() == StageKind.SINK))
              .map(other -> "nothing but sinks may come after a sink, but it is after " + other);
      case SINK -> List.empty();
    };
  }

  private static List<String> after(Iterable<Stage> stage) {
    return List.ofAll(stage).map(other -> other.kind().label() + " '" + other.name() + "'");
  }

  private static List<String> inputProblems(Stage stage, Vector<Stage> earlier) {
    String contract = stage.boundary().inputContract();
    if (stage.kind() == StageKind.SOURCE) {
      return problem(
          !contract.isEmpty(),
          "a source reads no other stage, but it has the input contract '" + contract + "'");
    }
    if (contract.isBlank()) {
      return List.of("the input contract is blank; it must be the output of an earlier stage");
    }
    return problem(
        !earlier.exists(other -> other.boundary().outputContract().equals(contract)),
        "no earlier stage has the output contract '" + contract + "', which it reads");
  }

  private static List<String> outputProblems(Stage stage, Vector<Stage> later) {
    String contract = stage.boundary().outputContract();
    if (stage.kind() == StageKind.SINK) {
      return problem(
          !contract.isEmpty(),
          "no stage reads a sink, but it has the output contract '" + contract + "'");
    }
    if (contract.isBlank()) {
      return List.of("the output contract is blank; a later stage must read it");
    }
    return problem(
        !later.exists(other -> other.boundary().inputContract().equals(contract)),
        "no later stage reads its output contract '" + contract + "'");
  }

  private static List<String> problem(boolean found, String text) {
    return found ? List.of(text) : List.empty();
  }
}
