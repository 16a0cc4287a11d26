package dev.tidemark.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a run has come: what is confirmed, not what is under way.
 *
 * @param phase lower case: {@code opening}, {@code flowing}, {@code closing}, ...
 * @param runId empty before a run is entered
 * @param startedAt when this attempt began
 * @param stages sources and sinks, in the flow's order
 * @param dropped records left out by policy in this attempt
 * @param trouble what is being tried again, if anything
 */
public record Progress(
    String phase,
    String runId,
    Instant startedAt,
    List<StageProgress> stages,
    long retries,
    long deadLetters,
    long dropped,
    Optional<String> trouble) {

  /** The same when nothing is being tried again any more. */
  Progress withoutTrouble() {
    return new Progress(
        phase, runId, startedAt, stages, retries, deadLetters, dropped, Optional.empty());
  }
}
