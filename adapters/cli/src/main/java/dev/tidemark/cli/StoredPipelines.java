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
    return each(
        argument,
        (store, names) -> {
          if (names.size() > 1) {
            throw new CommandFailure(
                ErrorCode.COMMAND_LINE,
                "%s has shared runners, and each partition is a pipeline: name one of %s"
                    .formatted(argument, String.join(", ", names)));
          }
          return question.ask(store, names.getFirst());
        });
  }

  /**
   * Something to ask about a pipeline, or about all that a flow with shared runners consists of.
   */
  @FunctionalInterface
  interface Inquiry {
    /** Answers the exit code. */
    int ask(CheckpointStore store, List<String> pipelines) throws InterruptedException;
  }

  /**
   * Asks about one pipeline, or about all partitions of a flow with shared runners.
   *
   * @param argument its name, or its flow's path
   */
  int each(String argument, Inquiry inquiry) throws InterruptedException {
    Optional<Path> file = FlowFile.named(in, argument);
    String name = file.isPresent() ? nameIn(argument) : argument;
    try (CheckpointStore store = StoreLocation.required(in, option, file).open(in)) {
      List<String> known = store.pipelines();
      List<String> meant =
          known.contains(name)
              ? List.of(name)
              : known.stream().filter(each -> each.startsWith(name + "/")).toList();
      if (meant.isEmpty()) {
        throw new CommandFailure(
            ErrorCode.UNKNOWN,
            "%s has never been run, says %s; known there: %s"
                .formatted(
                    name,
                    store.location(),
                    known.isEmpty() ? "nothing" : String.join(", ", known)));
      }
      return inquiry.ask(store, meant);
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
