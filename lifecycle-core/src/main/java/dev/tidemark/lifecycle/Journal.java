package dev.tidemark.lifecycle;

import io.vavr.collection.Array;
import io.vavr.collection.List;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * Entries in rising order of sequence, added at the end and forgotten from the start. Immutable;
 * equal when the entries are, however they came in.
 *
 * <p>New entries are held in a list; whenever 64 are together, they become one chunk. So adding and
 * forgetting cost O(1), and once in 64 times O(log32 n), and what lives long lies in few objects.
 *
 * @param <T> the entries
 */
public final class Journal<T extends Sequenced> {
  private static final int CHUNK = 64;

  /** Full chunks, the oldest first; in each, the newest entry first. */
  private final Vector<Array<T>> chunks;

  /** How many of the first entries, in the first chunk or without one in the list, don't count. */
  private final int forgotten;

  /** Newest first; empty only when the whole journal is. */
  private final List<T> recent;

  /** The sequence of the first entry that counts; 0 when there is none. */
  private final long oldest;

  private Journal(Vector<Array<T>> chunks, int forgotten, List<T> recent, long oldest) {
    this.chunks = chunks;
    this.forgotten = forgotten;
    this.recent = recent;
    this.oldest = oldest;
  }

  /** A journal without entries. */
  public static <T extends Sequenced> Journal<T> empty() {
    return new Journal<>(Vector.empty(), 0, List.empty(), 0);
  }

  /**
   * A journal of these entries.
   *
   * @param entries in rising order of sequence, from 1
   * @throws IllegalArgumentException if they don't rise
   */
  public static <T extends Sequenced> Journal<T> of(Iterable<? extends T> entries) {
    Journal<T> journal = empty();
    for (T entry : entries) {
      if (entry.sequence() <= journal.newestSequence()) {
        throw new IllegalArgumentException(
            "sequence %d comes after %d; entries must be in rising order"
                .formatted(entry.sequence(), journal.newestSequence()));
      }
      journal = journal.append(entry, Integer.MAX_VALUE, 0);
    }
    return journal;
  }

  /** How many entries are remembered. */
  public int size() {
    return size(chunks, recent) - forgotten;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return recent.isEmpty();
  }

  /** The entry added last. O(1). */
  public Option<T> newest() {
    return recent.headOption();
  }

  /** The sequence of the entry added last; 0 when there is none. O(1). */
  public long newestSequence() {
    return recent.isEmpty() ? 0 : recent.head().sequence();
  }

  /** The sequence of the first entry still remembered; 0 when there is none. O(1). */
  public long oldestSequence() {
    return oldest;
  }

  /** All entries, oldest first. O(n). */
  public List<T> toList() {
    return since(0);
  }

  /**
   * The entries above a sequence, oldest first. Costs as much as there are such entries.
   *
   * @param sequence a number; 0 gives all
   */
  public List<T> since(long sequence) {
    long from = Math.max(sequence + 1, oldest);
    List<T> entries = List.empty();
    for (T entry : recent) {
      if (entry.sequence() < from) {
        return entries;
      }
      entries = entries.prepend(entry);
    }
    for (int i = chunks.length() - 1; i >= 0; i--) {
      for (T entry : chunks.get(i)) {
        if (entry.sequence() < from) {
          return entries;
        }
        entries = entries.prepend(entry);
      }
    }
    return entries;
  }

  /** With one more entry, whose sequence is above all others; then as {@link #latest}. */
  Journal<T> append(T entry, int bound, long forgettable) {
    if (recent.isEmpty()) {
      return new Journal<>(chunks, 0, List.of(entry), entry.sequence());
    }
    if (recent.length() < CHUNK) {
      return trimmed(chunks, recent.prepend(entry), bound, forgettable);
    }
    Vector<Array<T>> more = chunks.append(Array.ofAll(recent));
    return trimmed(more, List.of(entry), bound, forgettable);
  }

  /**
   * Without its first entries above the bound, as far as they may be forgotten.
   *
   * @param bound how many to keep, at least 1
   * @param forgettable entries above this sequence stay
   */
  Journal<T> latest(int bound, long forgettable) {
    return forgets(bound, forgettable) ? trimmed(chunks, recent, bound, forgettable) : this;
  }

  /** Whether {@link #latest} would forget anything. */
  boolean forgets(int bound, long forgettable) {
    return size() > bound && oldest <= forgettable;
  }

  private Journal<T> trimmed(
      Vector<Array<T>> entries, List<T> newest, int bound, long forgettable) {
    Vector<Array<T>> kept = entries;
    int gone = forgotten;
    long first = oldest;
    while (size(kept, newest) - gone > bound && first <= forgettable) {
      gone++;
      if (gone == CHUNK && !kept.isEmpty()) {
        kept = kept.tail();
        gone = 0;
      }
      first = entry(kept, newest, gone).sequence();
    }
    return new Journal<>(kept, gone, newest, first);
  }

  private static <T> T entry(Vector<Array<T>> chunks, List<T> recent, int index) {
    return chunks.isEmpty()
        ? recent.get(recent.length() - 1 - index)
        : chunks.head().get(CHUNK - 1 - index);
  }

  private static <T> int size(Vector<Array<T>> chunks, List<T> recent) {
    return chunks.length() * CHUNK + recent.length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Journal<?> that
            && size() == that.size()
            && newestSequence() == that.newestSequence()
            && toList().equals(that.toList()));
  }

  @Override
  public int hashCode() {
    return toList().hashCode();
  }

  @Override
  public String toString() {
    return "Journal" + toList().mkString("(", ", ", ")");
  }
}
