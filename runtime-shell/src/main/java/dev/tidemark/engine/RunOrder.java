package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.flow.FlowGraph;
import java.time.InstantSource;
import java.util.Locale;

/**
 * What to run, and how.
 *
 * @param store remembers it; stays open afterwards
 * @param wish what the user asked for
 * @param patient whether to wait while somebody else owns the pipeline
 * @param clock for event times and schedules; the lease goes by the store's own
 * @param listener told of each effect
 * @param limit how many records of each source to read at the most, at least 1; {@link #ALL} for
 *     all
 */
public record RunOrder(
    FlowGraph flow,
    CheckpointStore store,
    RunSpec.Wish wish,
    boolean patient,
    InstantSource clock,
    EffectListener listener,
    long limit) {

  /** No limit. */
  public static final long ALL = Long.MAX_VALUE;

  /** The limit is checked. */
  public RunOrder {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit must be at least 1, was " + limit);
    }
  }

  /** To read all there is. */
  public RunOrder(
      FlowGraph flow,
      CheckpointStore store,
      RunSpec.Wish wish,
      boolean patient,
      InstantSource clock,
      EffectListener listener) {
    this(flow, store, wish, patient, clock, listener, ALL);
  }

  /** The same, to stop in good order once so many records of each source have been read. */
  public RunOrder limited(long records) {
    return new RunOrder(flow, store, wish, patient, clock, listener, records);
  }

  /** Why a run that has come to its limit is drained. */
  public String limitReason() {
    return String.format(Locale.ROOT, "the limit of %,d record%s", limit, limit == 1 ? "" : "s");
  }
}
