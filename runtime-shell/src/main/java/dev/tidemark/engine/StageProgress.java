package dev.tidemark.engine;

import dev.tidemark.lifecycle.StageKind;

/**
 * One stage's part.
 *
 * @param records covered in this run, replays counted once: read, for a source that every sink has
 *     confirmed; written, for a sink
 */
public record StageProgress(String stage, StageKind kind, long records) {}
