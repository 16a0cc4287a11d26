package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.load.FlowCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the store, and in it the pipeline, that a name or a flow's path means. */
record StoredPipelines(Surroundings in, StoreOption option) {

  /** Something to ask, or do, about one pipeline. */
  @FunctionalInterface
  interface Question {
    /** Answers the exit code. */
    int ask(CheckpointStore store, String pipeline) throws InterruptedException;
  }

  /** Asks about all pipelines. */
  int all(java.util.function.ToIntFunction<CheckpointStore> question) {
    try (CheckpointStore store = StoreLocation.required(in, option, Optional.empty()).open(in)) {
      return question.applyAsInt(store);
    }
  }

  /**
   * Asks about one pipeline.
   *
   * @param argument its name, or its flow's path
   */
  int one(String argument, Question question) throws InterruptedException {
    Optional<Path> file = FlowFile.named(in, argument);
    String name = file.isPresent() ? nameIn(argument) : argument;
    try (CheckpointStore store = StoreLocation.required(in, option, file).open(in)) {
      List<String> known = store.pipelines();
      if (!known.contains(name)) {
        throw new CommandFailure(
            ErrorCode.UNKNOWN,
            "%s has never been run, says %s; known there: %s"
                .formatted(
                    name,
                    store.location(),
                    known.isEmpty() ? "nothing" : String.join(", ", known)));
      }
      return question.ask(store, name);
    }
  }

  /** A flow that has become invalid may still be asked about, as long as it says its name. */
  private String nameIn(String argument) {
    FlowCheck check = FlowFile.check(in, argument);
    return check
        .spec()
        .map(spec -> spec.name())
        .orElseThrow(
            () -> {
              check.problems().forEach(problem -> in.err().println(problem.text()));
              return new CommandFailure(
                  ErrorCode.FLOW_UNREADABLE, "the pipeline's name can't be read from " + argument);
            });
  }
}
