package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark status}. */
@Command(
    name = "status",
    description = "Show where pipelines stand: all of a store, or one.",
    footer = {
      "",
      "Example: tidemark status examples/debian-packages/flow.yaml",
      "",
      "Exit codes: 0 shown, 2 no such pipeline or no state found, 3 the state can't be read."
    })
final class StatusCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A pipeline's name, or its flow's file; all of this folder when left out.")
  private @Nullable String name;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  StatusCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    StoredPipelines stored = new StoredPipelines(in, store);
    return name == null
        ? stored.all(opened -> show(opened, opened.pipelines(), false))
        : stored.each(name, (opened, meant) -> show(opened, meant, true));
  }

  private int show(CheckpointStore opened, List<String> names, boolean detailed) {
    StatusReport report = StatusReport.of(opened, names);
    if (output.json()) {
      in.out().println(report.json());
    } else {
      report.lines(new Clock(in.zone()), detailed).forEach(in.out()::println);
    }
    return ExitCode.OK;
  }
}
