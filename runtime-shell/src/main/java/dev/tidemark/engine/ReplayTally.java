package dev.tidemark.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what became of replayed letters, with the commonest reasons. Not thread-safe. */
public final class ReplayTally {

  private static final int MOST_REASONS = 20;

  /** What became of one letter. */
  public enum Fate {
    /** Its rows were written. */
    REPLAYED,
    /** Its rows were written by an earlier replay already. */
    SKIPPED,
    /** It was refused once more, and waits on. */
    REFUSED,
    /** Its sinks hold something as new. */
    SUPERSEDED,
    /** Its run hasn't got past it: it waits on, and comes again by itself. */
    NOT_YET,
    /** It can't be replayed in this flow, and waits on. */
    IMPOSSIBLE
  }

  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
  private final Map<Fate, Map<String, Long>> reasons = new EnumMap<>(Fate.class);

  /** How many letters came to this. */
  public long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  /** How many letters there were. */
  public long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Why, each with its letters; the first that came, and not all when there are many. */
  public Map<String, Long> reasons(Fate fate) {
    return Collections.unmodifiableMap(reasons.getOrDefault(fate, Map.of()));
  }

  void add(Fate fate, String reason) {
    counts.merge(fate, 1L, Long::sum);
    if (!reason.isEmpty()) {
      Map<String, Long> known = reasons.computeIfAbsent(fate, each -> new LinkedHashMap<>());
      if (known.size() < MOST_REASONS || known.containsKey(reason)) {
        known.merge(reason, 1L, Long::sum);
      }
    }
  }
}
