package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.flow.FlowGraph;
import java.time.InstantSource;

/**
 * What to run, and how.
 *
 * @param store remembers it; stays open afterwards
 * @param wish what the user asked for
 * @param patient whether to wait while somebody else owns the pipeline
 * @param clock for event times and schedules; the lease goes by the store's own
 * @param listener told of each effect
 */
public record RunOrder(
    FlowGraph flow,
    CheckpointStore store,
    RunSpec.Wish wish,
    boolean patient,
    InstantSource clock,
    EffectListener listener) {}
