package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.engine.EffectListener;
import dev.tidemark.engine.RunOrder;
import dev.tidemark.engine.RunResult;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.load.FlowCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark run}. */
@Command(
    name = "run",
    description = {
      "Run a flow: a job to its end, a stream until it is stopped.",
      "A run that failed or was killed is resumed by itself. Where nothing is new, nothing is done."
    },
    footer = {
      "",
      "Example: tidemark run examples/debian-packages/flow.yaml",
      "",
      "Exit codes: 0 done or nothing to do, 1 failed (run it again to resume), 2 the flow is wrong"
          + " or has changed in the middle of a run, 3 something can't be reached, 4 owned by"
          + " another runner, 130 and 143 a job stopped by a signal. A second signal stops at once."
    })
final class RunCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "FLOW", description = "The flow's file.")
  private String flow = "";

  @Option(names = "--restart", description = "Load again from the beginning.")
  private boolean restart;

  @Option(
      names = "--append-again",
      description = "With --restart: accept that targets that append hold rows twice.")
  private boolean appendAgain;

  @Option(names = "--wait", description = "Wait while another runner owns the pipeline.")
  private boolean patient;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Stop in good order once N records of each source have been read.")
  private @Nullable Long limit;

  @Option(
      names = "--member",
      paramLabel = "NAME",
      description = {
        "With shared runners: which member of the group this process is. One name a process, and"
            + " the same when it comes back; by default $TIDEMARK_MEMBER, else this host's name and"
            + " a number."
      })
  private @Nullable String member;

  @Option(
      names = "--dry-run",
      description = "Read and transform, and show what would be written. Writes nothing anywhere.")
  private boolean dryRun;

  @Option(
      names = "--fail-on-dead-letters",
      description = "End with exit code 1 when records were set aside.")
  private boolean failOnDeadLetters;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  RunCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    long most = limit == null ? RunOrder.ALL : limit;
    UsageErrors.requireLimit(most);
    FlowCheck check = FlowFile.valid(in, flow, output.json());
    FlowGraph graph = FlowFile.graph(check);
    StoreLocation location = StoreLocation.forRun(in, store, FlowFile.path(in, flow));
    if (graph.shared()) {
      new SharedTerms(graph, location).require(restart, limit != null || dryRun);
    }
    if (dryRun) {
      return new DryRun(in, graph, location, wish()).report(most, output.json());
    }
    if (graph.shared()) {
      try (MemberName name = member(graph);
          CheckpointStore opened = location.open(in)) {
        return run(FlowRun.shared(order(graph, opened, most), name.text()), opened);
      }
    }
    try (CheckpointStore opened = location.open(in)) {
      return run(FlowRun.single(order(graph, opened, most)), opened);
    }
  }

  private MemberName member(FlowGraph graph) {
    return MemberName.of(in, Optional.ofNullable(member), graph.name());
  }

  private RunOrder order(FlowGraph graph, CheckpointStore opened, long most) {
    return new RunOrder(graph, opened, wish(), patient, in.clock(), EffectListener.NONE, most);
  }

  private RunSpec.Wish wish() {
    return new RunSpec.Wish(restart, appendAgain);
  }

  private int run(FlowRun runs, CheckpointStore opened) throws InterruptedException {
    FlowGraph graph = runs.order().flow();
    Instant began = in.clock().instant();
    RunResult result;
    int stopped;
    try (ProgressDisplay display = progress(graph, runs);
        Signals signals = Signals.heard(signal -> drain(signal, runs, display))) {
      result = runs.run(display::say);
      stopped = signals.exitCode();
    }
    List<Note> notes = result instanceof RunResult.Ended ? notes(graph, opened, began) : List.of();
    RunReport report =
        new RunReport(
            graph,
            new RunReport.Request(
                flow, opened.location(), began, limit(runs.order()), failOnDeadLetters),
            result,
            notes,
            stopped);
    report.print(in, output.json());
    return report.exitCode();
  }

  private static String limit(RunOrder order) {
    return order.limit() == RunOrder.ALL ? "" : order.limitReason();
  }

  private ProgressDisplay progress(FlowGraph graph, FlowRun runs) {
    return quiet
        ? ProgressDisplay.silent(in, graph.name())
        : ProgressDisplay.start(in, graph.name(), runs::progress);
  }

  private static void drain(String signal, FlowRun runs, ProgressDisplay display) {
    display.say(signal + ": what is under way is finished first; a second signal stops at once");
    runs.drain(signal);
  }

  /** What the story says of this attempt; it is told even if the store has gone meanwhile. */
  private static List<Note> notes(FlowGraph graph, CheckpointStore store, Instant since) {
    try {
      return store.runs(graph.name(), 1).stream()
          .flatMap(run -> run.notes().stream())
          .filter(note -> !note.at().isBefore(since))
          .toList();
    } catch (StoreException away) {
      return List.of();
    }
  }
}
