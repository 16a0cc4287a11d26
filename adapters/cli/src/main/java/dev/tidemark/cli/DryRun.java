package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.engine.Preview;
import dev.tidemark.engine.Rehearsal;
import dev.tidemark.engine.Rehearsed;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import java.util.Optional;

/** {@code tidemark run --dry-run}. */
record DryRun(Surroundings in, FlowGraph flow, StoreLocation location, RunSpec.Wish wish) {

  /** Rehearses, prints what came of it, and answers the exit code. */
  int report(long limit, boolean json) throws InterruptedException {
    Rehearsed rehearsed = rehearse(limit);
    DryRunReport report = new DryRunReport(flow, rehearsed);
    if (json) {
      in.out().println(report.json());
    } else {
      report.lines(in.terminal()).forEach(in.out()::println);
    }
    in.out().flush();
    report.failure().ifPresent(failure -> failure.print(in));
    return report.failure().map(Failure::exitCode).orElse(ExitCode.OK);
  }

  private Rehearsed rehearse(long limit) throws InterruptedException {
    try {
      if (!location.exists(in)) {
        return rehearse(Optional.empty(), limit);
      }
      try (CheckpointStore opened = location.open(in)) {
        return rehearse(Optional.of(opened), limit);
      }
    } catch (InvalidStageException misfit) {
      throw new CommandFailure(ErrorCode.FLOW_UNFIT, String.valueOf(misfit.getMessage()));
    } catch (ConnectorException failed) {
      boolean away = failed instanceof ConnectorException.Retryable;
      int exit = away ? ExitCode.UNREACHABLE : ExitCode.FAILED;
      throw new CommandFailure(
          new Failure(ErrorCode.of(failed.fault()), exit, "a run would fail: " + failed.reason()),
          false);
    }
  }

  private Rehearsed rehearse(Optional<CheckpointStore> store, long limit)
      throws ConnectorException, InvalidStageException, InterruptedException {
    Preview preview = new Preview(flow, store, wish, in.clock());
    return new Rehearsal(flow, preview, in.clock(), limit).rehearse();
  }
}
