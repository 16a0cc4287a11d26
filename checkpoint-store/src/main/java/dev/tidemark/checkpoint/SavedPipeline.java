package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.lifecycle.Runtime;
import java.util.List;
import java.util.Optional;

/**
 * What a store remembers of a pipeline.
 *
 * @param positions the last one of each writer and partition
 * @param start what the latest run decided at its start; empty when it never got there
 */
public record SavedPipeline(
    Runtime runtime, List<BookPosition> positions, Optional<RunStart> start) {}
