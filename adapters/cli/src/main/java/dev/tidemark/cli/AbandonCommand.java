package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.engine.Abandonment;
import dev.tidemark.engine.Owned;
import dev.tidemark.failure.ErrorCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark abandon}. */
@Command(
    name = "abandon",
    description = {
      "Give up a run that failed or crashed, instead of resuming it.",
      "The next run begins anew, from where each target stands: nothing that was confirmed is"
          + " undone, nothing is loaded again. The story in 'history' says why. A flow that has"
          + " changed in the middle of its data still needs --restart."
    },
    footer = {
      "",
      "Example: tidemark abandon orders --reason \"finished by hand\"",
      "",
      "Exit codes: 0 given up, 2 there is no run to give up, 3 the state can't be read, 4 a runner"
          + " owns the pipeline."
    })
final class AbandonCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the run's story.")
  private String reason = "";

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  AbandonCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (reason.isBlank()) {
      throw new CommandFailure(ErrorCode.COMMAND_LINE, "--reason must say why, was blank");
    }
    return new StoredPipelines(in, store).one(name, this::abandon);
  }

  private int abandon(CheckpointStore opened, String pipeline) throws InterruptedException {
    Owned<Abandonment.Result> answer =
        new Abandonment(opened, pipeline, in.clock().instant()).abandon(reason);
    return switch (answer) {
      case Owned.Held<Abandonment.Result> held -> throw Owners.refusal(pipeline, held.holder());
      case Owned.Done<Abandonment.Result> done -> report(pipeline, done.value());
    };
  }

  private int report(String pipeline, Abandonment.Result result) {
    return switch (result) {
      case Abandonment.Result.Nothing nothing ->
          throw new CommandFailure(
              ErrorCode.NOT_POSSIBLE, pipeline + " has no run to give up: " + nothing.why());
      case Abandonment.Result.Abandoned abandoned -> {
        if (output.json()) {
          in.out()
              .println(
                  Json.text(
                      Json.object()
                          .put("pipeline", pipeline)
                          .put("run", abandoned.runId())
                          .put("was", abandoned.state())
                          .put("reason", reason)));
        } else {
          in.out()
              .println(
                  "Gave up %s, which was %s; the next run begins from where each target stands"
                      .formatted(abandoned.runId(), abandoned.state()));
        }
        yield ExitCode.OK;
      }
    };
  }
}
