package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Note;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run, for people.
 *
 * @param state the lifecycle's label: {@code running}, {@code completed}, ...
 * @param finishedAt when it was completed, failed or found crashed; empty while it goes on
 * @param records by the stage that handled them, in the pipeline's order
 * @param deadLetters that it has set aside, as the store has them, and those purged since
 * @param notes its story, in order
 */
public record RunRecord(
    String runId,
    String state,
    Instant startedAt,
    Optional<Instant> finishedAt,
    String reason,
    java.util.Map<String, Long> records,
    long retries,
    long deadLetters,
    List<Note> notes) {

  /** The same of a run of which the store has so many letters; those that were purged count on. */
  RunRecord having(long letters) {
    return new RunRecord(
        runId,
        state,
        startedAt,
        finishedAt,
        reason,
        records,
        retries,
        Math.max(deadLetters, letters),
        notes);
  }
}
