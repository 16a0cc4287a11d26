package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Owner;
import java.time.Instant;

/**
 * Who holds a pipeline.
 *
 * @param description host and process
 * @param since when it was acquired, by the store's clock
 * @param until when it ends unless renewed, by the store's clock
 */
public record LeaseHolder(
    String pipeline, Owner owner, String description, Instant since, Instant until) {}
