package dev.tidemark.lifecycle;

import io.vavr.Tuple;
import io.vavr.collection.HashMap;

/**
 * The keys that one sink has applied in the run and that are still remembered. Immutable; equal
 * when the remembered keys are.
 *
 * <p>The index is held in two generations. New keys go to the younger one; once every key of the
 * older one has been forgotten, it is dropped whole and the younger takes its place. So forgetting
 * a key never has to take it out of a map, and the index holds at most about twice the keys.
 */
public final class AppliedKeys {
  private static final AppliedKeys NONE =
      new AppliedKeys(Journal.empty(), HashMap.empty(), HashMap.empty(), 0);

  private final Journal<AppliedKey> journal;
  private final HashMap<String, AppliedKey> young;
  private final HashMap<String, AppliedKey> old;

  /** All keys of {@code old} have a lower sequence. */
  private final long youngFrom;

  private AppliedKeys(
      Journal<AppliedKey> journal,
      HashMap<String, AppliedKey> young,
      HashMap<String, AppliedKey> old,
      long youngFrom) {
    this.journal = journal;
    this.young = young;
    this.old = old;
    this.youngFrom = youngFrom;
  }

  /** No keys. */
  public static AppliedKeys none() {
    return NONE;
  }

  /**
   * These keys.
   *
   * @param keys in rising order of sequence
   * @throws IllegalArgumentException if they don't rise
   */
  public static AppliedKeys of(Iterable<AppliedKey> keys) {
    Journal<AppliedKey> journal = Journal.of(keys);
    HashMap<String, AppliedKey> index =
        HashMap.ofEntries(journal.toList().map(key -> Tuple.of(key.idempotencyKey(), key)));
    return new AppliedKeys(journal, index, HashMap.empty(), 0);
  }

  /** The remembered keys, in order of application. */
  public Journal<AppliedKey> journal() {
    return journal;
  }

  /** Whether the sink has applied this key and it is still remembered. O(log32 n). */
  public boolean contains(String key) {
    return remembers(young, key) || remembers(old, key);
  }

  private boolean remembers(HashMap<String, AppliedKey> generation, String key) {
    return generation.get(key).exists(applied -> applied.sequence() >= journal.oldestSequence());
  }

  /** With one more key, whose sequence is above all others; keeps the bound as {@link #latest}. */
  AppliedKeys add(AppliedKey key, int bound, long replayed) {
    Journal<AppliedKey> kept = trimmed(journal.append(key), bound, replayed);
    String text = key.idempotencyKey();
    if (kept.oldestSequence() >= youngFrom) {
      return new AppliedKeys(kept, HashMap.of(text, key), young, key.sequence());
    }
    return new AppliedKeys(kept, young.put(text, key), old, youngFrom);
  }

  /**
   * Without the first keys above the bound, as far as they can't be replayed.
   *
   * @param bound how many to keep, at least 1
   * @param replayed keys above this sequence may still be replayed, and stay
   */
  AppliedKeys latest(int bound, long replayed) {
    Journal<AppliedKey> kept = trimmed(journal, bound, replayed);
    return kept == journal ? this : new AppliedKeys(kept, young, old, youngFrom);
  }

  /** Delivery 22. */
  private static Journal<AppliedKey> trimmed(
      Journal<AppliedKey> journal, int bound, long replayed) {
    Journal<AppliedKey> kept = journal;
    while (kept.size() > bound && kept.oldestSequence() <= replayed) {
      kept = kept.withoutOldest();
    }
    return kept;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof AppliedKeys that && journal.equals(that.journal));
  }

  @Override
  public int hashCode() {
    return journal.hashCode();
  }

  @Override
  public String toString() {
    return "AppliedKeys" + journal.toList().mkString("(", ", ", ")");
  }
}
