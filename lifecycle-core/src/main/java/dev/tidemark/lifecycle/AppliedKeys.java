package dev.tidemark.lifecycle;

import org.jspecify.annotations.Nullable;

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
      new AppliedKeys(Journal.empty(), KeyIndex.empty(), KeyIndex.empty(), 0);

  private final Journal<AppliedKey> journal;
  private final KeyIndex young;
  private final KeyIndex old;

  /** All keys of {@code old} have a lower sequence. */
  private final long youngFrom;

  private AppliedKeys(Journal<AppliedKey> journal, KeyIndex young, KeyIndex old, long youngFrom) {
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
    KeyIndex index = journal.toList().foldLeft(KeyIndex.empty(), KeyIndex::with);
    return new AppliedKeys(journal, index, KeyIndex.empty(), 0);
  }

  /** The remembered keys, in order of application. */
  public Journal<AppliedKey> journal() {
    return journal;
  }

  /** Whether the sink has applied this key and it is still remembered. O(log n). */
  public boolean contains(String key) {
    long oldest = Math.max(1, journal.oldestSequence());
    return young.sequenceOf(key) >= oldest || old.sequenceOf(key) >= oldest;
  }

  /** With one more key, whose sequence is above all others; then as {@link #latest}. */
  AppliedKeys add(AppliedKey key, int bound, long forgettable) {
    Journal<AppliedKey> kept = journal.append(key, bound, forgettable);
    if (kept.oldestSequence() >= youngFrom) {
      return new AppliedKeys(kept, KeyIndex.empty().with(key), young, key.sequence());
    }
    return new AppliedKeys(kept, young.with(key), old, youngFrom);
  }

  /**
   * Without its first keys above the bound, as far as they may be forgotten.
   *
   * @param bound how many to keep, at least 1
   * @param forgettable keys above this sequence may still be replayed, and stay
   */
  AppliedKeys latest(int bound, long forgettable) {
    return new AppliedKeys(journal.latest(bound, forgettable), young, old, youngFrom);
  }

  @Override
  public boolean equals(@Nullable Object other) {
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
