package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Owner;
import java.time.Duration;

/**
 * The right to write for a pipeline.
 *
 * @param duration how long it lasts after each renewal
 */
public record Lease(String pipeline, Owner owner, Duration duration) {}
