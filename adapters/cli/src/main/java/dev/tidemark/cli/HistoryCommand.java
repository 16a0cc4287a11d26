package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark history}. */
@Command(
    name = "history",
    description = "Show a pipeline's runs, newest first, each with its story.",
    footer = {
      "",
      "Example: tidemark history examples/debian-packages/flow.yaml",
      "",
      "Exit codes: 0 shown, 2 no such pipeline or no state found, 3 the state can't be read."
    })
final class HistoryCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many runs (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  HistoryCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    UsageErrors.requireLimit(limit);
    return new StoredPipelines(in, store).one(name, this::show);
  }

  private int show(CheckpointStore opened, String pipeline) {
    HistoryReport report = HistoryReport.of(opened, pipeline, limit);
    if (output.json()) {
      in.out().println(report.json());
    } else {
      report.lines(new Clock(in.zone()), in.terminal().columns()).forEach(in.out()::println);
    }
    return ExitCode.OK;
  }
}
