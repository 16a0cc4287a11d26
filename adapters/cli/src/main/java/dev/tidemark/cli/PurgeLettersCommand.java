package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.failure.ErrorCode;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark dead-letters purge}. */
@Command(
    name = "purge",
    description = {
      "Forget dead letters for good.",
      "Export them first if they may be wanted. Nothing is forgotten without --yes."
    },
    footer = {
      "",
      "Example: tidemark dead-letters purge orders --state replayed --yes",
      "",
      "Exit codes: 0 forgotten, 2 no --yes, no such pipeline or no state found, 3 the state can't"
          + " be written, 4 a runner owns the pipeline."
    })
final class PurgeLettersCommand implements Callable<Integer> {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "all",
      description = "waiting, replayed, superseded, reread, or all (the default).")
  private String state = "all";

  @Option(names = "--yes", description = "Do it, without asking.")
  private boolean sure;

  @Mixin private final LetterFilterOptions filter = new LetterFilterOptions();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  PurgeLettersCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    LetterFilter meant = filter.in(state);
    return new StoredPipelines(in, store)
        .one(name, (opened, pipeline) -> purge(opened, pipeline, meant));
  }

  private int purge(CheckpointStore opened, String pipeline, LetterFilter meant) {
    if (!sure) {
      long letters = opened.deadLetters(pipeline, meant);
      throw new CommandFailure(
          ErrorCode.NOT_AGREED,
          "this would forget "
              + Wording.count(letters, "dead letter")
              + " of "
              + pipeline
              + " for good; say --yes to do it");
    }
    String owner = UUID.randomUUID().toString();
    return switch (opened.acquire(pipeline, owner, "dead-letters purge", LEASE)) {
      case LeaseAnswer.Held held ->
          throw new CommandFailure(
              ErrorCode.OWNED,
              pipeline + " is run by " + held.holder().description() + "; stop it first");
      case LeaseAnswer.Granted granted -> purge(opened, granted.lease(), meant);
    };
  }

  private int purge(CheckpointStore opened, Lease lease, LetterFilter meant) {
    try {
      int purged = opened.purge(lease, meant);
      if (output.json()) {
        in.out()
            .println(
                Json.text(Json.object().put("pipeline", lease.pipeline()).put("purged", purged)));
      } else {
        in.out().println(lease.pipeline() + ": " + Wording.count(purged, "letter") + " forgotten");
      }
      return ExitCode.OK;
    } finally {
      opened.release(lease);
    }
  }
}
