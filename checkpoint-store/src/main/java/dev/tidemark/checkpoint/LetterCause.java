package dev.tidemark.checkpoint;

import java.time.Instant;

/**
 * Letters that have a stage, a run, a reason and a state in common: one thing to mend.
 *
 * @param letters how many there are
 * @param first the id of the first
 * @param from when the first was set aside
 * @param to when the last was
 */
public record LetterCause(
    String stage,
    String runId,
    String reason,
    LetterState state,
    long letters,
    String first,
    Instant from,
    Instant to) {}
