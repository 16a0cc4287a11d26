package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.RunRecord;
import dev.tidemark.failure.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark checkpoints}. */
@Command(
    name = "checkpoints",
    description = {
      "Show a run's checkpoints, in the order in which they were made.",
      "A checkpoint is the store's record of what a stage has handled; older ones are forgotten."
    },
    footer = {
      "",
      "Example: tidemark checkpoints examples/debian-packages/flow.yaml --limit 5",
      "",
      "Exit codes: 0 shown, 2 no such pipeline, run or state found, 3 the state can't be read."
    })
final class CheckpointsCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Which run: its name or just its number; the latest when left out.")
  private @Nullable String run;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "The latest so many (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  CheckpointsCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    UsageErrors.requireLimit(limit);
    return new StoredPipelines(in, store).one(name, this::show);
  }

  private int show(CheckpointStore opened, String pipeline) {
    String runId = runId(opened, pipeline);
    CheckpointsReport report =
        new CheckpointsReport(pipeline, runId, opened.checkpoints(pipeline, runId, limit));
    if (output.json()) {
      in.out().println(report.json());
    } else {
      report.lines(new Clock(in.zone())).forEach(in.out()::println);
    }
    return ExitCode.OK;
  }

  private String runId(CheckpointStore opened, String pipeline) {
    List<String> runs =
        opened.runs(pipeline, Integer.MAX_VALUE).stream().map(RunRecord::runId).toList();
    String wanted = run;
    if (wanted == null && !runs.isEmpty()) {
      return runs.getFirst();
    }
    String number = wanted == null ? "" : wanted.startsWith("#") ? wanted.substring(1) : wanted;
    Optional<String> found =
        runs.stream()
            .filter(each -> each.equals(number) || each.equals(pipeline + "-" + number))
            .findFirst();
    return found.orElseThrow(
        () ->
            new CommandFailure(
                ErrorCode.UNKNOWN,
                wanted == null
                    ? pipeline + " has no run yet"
                    : "%s has no run '%s'; the latest is %s"
                        .formatted(pipeline, wanted, runs.isEmpty() ? "none" : runs.getFirst())));
  }
}
