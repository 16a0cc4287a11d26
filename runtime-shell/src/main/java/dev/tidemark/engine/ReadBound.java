package dev.tidemark.engine;

import dev.tidemark.coordinator.State;
import java.util.Map;

/**
 * Tells when a run has read as much as it may: when each source has come to its end or to the
 * limit, and at least one was stopped by the limit.
 */
final class ReadBound {

  /** As far as there is something to read. */
  static final ReadBound NONE = new ReadBound(Map.of());

  private final Map<String, BoundedSource> sources;
  private boolean told;

  private ReadBound(Map<String, BoundedSource> sources) {
    this.sources = sources;
  }

  /** Puts the bound in front of each source. */
  static ReadBound before(Stages stages, long limit) {
    return new ReadBound(limit == RunOrder.ALL ? Map.of() : stages.bound(limit));
  }

  /** Whether the run is to end now; true once. */
  boolean reached(State state) {
    if (told || sources.isEmpty()) {
      return false;
    }
    boolean stopped = false;
    for (Map.Entry<String, BoundedSource> each : sources.entrySet()) {
      var source = state.sources().get(each.getKey());
      boolean exhausted = source.exists(known -> known.assigned() && known.open().isEmpty());
      boolean spent = each.getValue().spent();
      if (!exhausted && !spent) {
        return false;
      }
      stopped |= spent && !exhausted;
    }
    told = stopped;
    return stopped;
  }

  /** The run has been told to end: how much is still read is its own to say. */
  void lift() {
    sources.values().forEach(BoundedSource::lift);
  }
}
