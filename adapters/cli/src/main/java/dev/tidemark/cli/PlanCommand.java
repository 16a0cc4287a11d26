package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.engine.Forecast;
import dev.tidemark.engine.Preview;
import dev.tidemark.engine.SharedPreview;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.load.FlowCheck;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark plan}. */
@Command(
    name = "plan",
    description = {
      "Show what a run would do, without doing it.",
      "The graph, its columns, the guarantee by sink, where each sink stands, and what would be"
          + " read, read again and skipped, and why."
    },
    footer = {
      "",
      "Example: tidemark plan examples/debian-packages/flow.yaml",
      "",
      "Exit codes: 0 shown, 2 the flow is wrong, 3 a source, a sink or the state can't be reached."
    })
final class PlanCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "FLOW", description = "The flow's file.")
  private String flow = "";

  @Option(names = "--restart", description = "As if run with --restart.")
  private boolean restart;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  PlanCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    FlowCheck check = FlowFile.valid(in, flow, output.json());
    FlowGraph graph = FlowFile.graph(check);
    StoreLocation location = StoreLocation.forRun(in, store, FlowFile.path(in, flow));
    if (graph.shared()) {
      new SharedTerms(graph, location).require(restart, false);
    }
    Forecast forecast = look(graph, location);
    PlanReport report = new PlanReport(check, graph, forecast);
    if (output.json()) {
      in.out().println(new PlanJson(report).text());
    } else {
      report.lines(in.terminal().columns()).forEach(in.out()::println);
    }
    in.out().flush();
    // A refusal is what the plan tells of; only what couldn't be looked at makes it incomplete.
    Optional<Failure> away =
        report.failure().filter(failure -> failure.exitCode() == ExitCode.UNREACHABLE);
    away.ifPresent(failure -> failure.print(in));
    return away.map(Failure::exitCode).orElse(ExitCode.OK);
  }

  private Forecast look(FlowGraph graph, StoreLocation location) throws InterruptedException {
    // --append-again is a matter of consent, which a look doesn't need.
    RunSpec.Wish wish = new RunSpec.Wish(restart, true);
    if (!location.exists(in)) {
      return look(graph, Optional.empty(), wish);
    }
    try (CheckpointStore opened = location.open(in)) {
      return look(graph, Optional.of(opened), wish);
    }
  }

  private Forecast look(FlowGraph graph, Optional<CheckpointStore> opened, RunSpec.Wish wish)
      throws InterruptedException {
    return graph.shared()
        ? new SharedPreview(graph, opened, in.clock()).look()
        : new Preview(graph, opened, wish, in.clock()).look();
  }
}
