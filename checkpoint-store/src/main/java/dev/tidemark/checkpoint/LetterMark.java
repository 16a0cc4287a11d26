package dev.tidemark.checkpoint;

import java.time.Instant;

/**
 * What has become of a letter since.
 *
 * @param detail for people; of a letter that waits on, why it was refused again
 */
public record LetterMark(String id, LetterState state, Instant at, String detail) {}
