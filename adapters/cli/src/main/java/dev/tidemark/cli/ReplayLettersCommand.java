package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.engine.Replay;
import dev.tidemark.engine.ReplayOrder;
import dev.tidemark.engine.ReplayResult;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark dead-letters replay}. */
@Command(
    name = "replay",
    description = {
      "Put dead letters back: each enters the flow, as it is now, at the stage that refused it.",
      "Again, or killed in the middle and done again, has one effect. What is refused once more"
          + " stays a dead letter."
    },
    footer = {
      "",
      "Example: tidemark dead-letters replay flow.yaml --stage warehouse --dry-run",
      "",
      "Exit codes: 0 done, 1 stopped short, or some could not be replayed at all, 2 the flow is"
          + " wrong or was never run, 3 something can't be reached, 4 a runner owns the pipeline."
    })
final class ReplayLettersCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(index = "0", paramLabel = "FLOW", description = "The flow's file.")
  private String flow = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Only this letter: its id, or the beginning of it.")
  private @Nullable String id;

  @Option(
      names = "--force",
      description = {
        "Write also where a merging target has a row of the key that may be newer, and letters that"
            + " were superseded for that."
      })
  private boolean force;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many letters.")
  private long limit = Long.MAX_VALUE;

  @Mixin private final LetterFilterOptions filter = new LetterFilterOptions();
  @Mixin private final SlotOption slot = new SlotOption();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  ReplayLettersCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    UsageErrors.requireLimit(limit);
    var file = FlowFile.named(in, flow);
    if (file.isEmpty()) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE,
          "to replay takes the flow, not only its name: tidemark dead-letters replay "
              + flow
              + ".yaml, or wherever its file is");
    }
    FlowGraph graph = slot.of(FlowFile.graph(FlowFile.valid(in, flow, output.json())));
    StoreLocation location = StoreLocation.required(in, store, Optional.of(file.get()));
    try (CheckpointStore opened = location.open(in)) {
      return replay(graph, opened);
    }
  }

  private int replay(FlowGraph graph, CheckpointStore opened) throws InterruptedException {
    String name = graph.name();
    if (!opened.pipelines().contains(name)) {
      throw new CommandFailure(
          ErrorCode.UNKNOWN, name + " has never been run, says " + opened.location());
    }
    LetterFilter meant = filter.any();
    if (id != null) {
      meant = meant.called(ShowLetterCommand.find(opened, name, id).id());
    }
    Replay replay =
        new Replay(
            new ReplayOrder(
                graph,
                opened,
                meant,
                limit,
                force,
                UUID.randomUUID().toString(),
                in.clock(),
                time -> TimeUnit.NANOSECONDS.sleep(time.toNanos())));
    ReplayResult result = dryRun ? replay.preview() : replay.run();
    ReplayReport report = new ReplayReport(graph, flow, result, dryRun);
    report.print(in, output.json());
    return report.exitCode();
  }
}
