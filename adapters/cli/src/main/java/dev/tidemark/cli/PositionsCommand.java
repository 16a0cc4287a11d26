package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.engine.Survey;
import dev.tidemark.engine.Surveyor;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark positions}. */
@Command(
    name = "positions",
    description = {
      "Show where each sink stands, or set where it goes on.",
      "Of a name, what the store remembers; of a flow's file, what the targets themselves say, and"
          + " how far that is behind the sources.",
      "",
      "WHERE is a number of records from the beginning, a position as shown, 'beginning' or 'end'."
          + " Records between the old and the new place come again, or are skipped; the target's"
          + " data stays as it is. A target that is replaced as a whole can only begin again."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark positions examples/debian-packages/flow.yaml",
      "  tidemark positions flow.yaml --set warehouse=orders.jsonl@1000 --yes",
      "  tidemark positions flow.yaml --set warehouse=beginning --yes",
      "",
      "Exit codes: 0 shown or set, 2 it can't be set so, or --yes is missing, 3 a source, a sink or"
          + " the state can't be reached, 4 a runner owns the pipeline."
    })
final class PositionsCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(
      names = "--set",
      paramLabel = "SINK=[PARTITION@]WHERE",
      description = "Let a sink go on from elsewhere; may be given several times.")
  private List<String> wishes = new ArrayList<>();

  @Option(names = "--yes", description = "With --set: do it. Without, it is only shown.")
  private boolean confirmed;

  @Mixin private final SlotOption slot = new SlotOption();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  PositionsCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean file = FlowFile.named(in, name).isPresent();
    if (!wishes.isEmpty()) {
      if (!file) {
        throw new CommandFailure(
            ErrorCode.COMMAND_LINE, "--set needs the flow's file, was " + name);
      }
      FlowGraph flow = slot.of(FlowFile.graph(FlowFile.valid(in, name, output.json())));
      return new PositionsSetting(in, flow, location(), confirmed).apply(wishes, output.json());
    }
    return file ? survey() : new StoredPipelines(in, store).one(name, this::remembered);
  }

  private StoreLocation location() {
    return StoreLocation.forRun(in, store, FlowFile.path(in, name));
  }

  private int remembered(CheckpointStore opened, String pipeline) {
    PositionsReport report =
        PositionsReport.remembered(pipeline, opened.location(), books(opened, pipeline));
    show(report);
    return ExitCode.OK;
  }

  private int survey() throws InterruptedException {
    FlowGraph flow = slot.of(FlowFile.graph(FlowFile.valid(in, name, output.json())));
    Survey survey = new Surveyor(flow, books(flow)).survey();
    PositionsReport report = PositionsReport.surveyed(flow.name(), survey);
    show(report);
    in.out().flush();
    report.failure().ifPresent(failure -> failure.print(in));
    return report.failure().map(Failure::exitCode).orElse(ExitCode.OK);
  }

  private List<BookPosition> books(FlowGraph flow) {
    StoreLocation location = location();
    if (!location.exists(in)) {
      return List.of();
    }
    try (CheckpointStore opened = location.open(in)) {
      return books(opened, flow.name());
    }
  }

  private static List<BookPosition> books(CheckpointStore opened, String pipeline) {
    Optional<SavedPipeline> saved = opened.load(pipeline);
    return saved.map(SavedPipeline::positions).orElse(List.of());
  }

  private void show(PositionsReport report) {
    if (output.json()) {
      in.out().println(report.json());
    } else {
      report.lines().forEach(in.out()::println);
    }
  }
}
