package dev.tidemark.lifecycle;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.NoSuchElementException;

/**
 * Entries in rising order of sequence, added at the end and forgotten from the start. Immutable;
 * equal when the entries are, however they came in.
 *
 * <p>Adding and forgetting cost O(1), amortised.
 *
 * @param <T> the entries
 */
public final class Journal<T extends Sequenced> {
  /** Oldest first. When it is empty, {@code rear} holds at most one entry. */
  private final List<T> front;

  /** Newest first. Empty only when the whole journal is. */
  private final List<T> rear;

  /** The sequence of the last entry of {@code front}; 0 when that is empty. */
  private final long frontNewest;

  private Journal(List<T> front, List<T> rear, long frontNewest) {
    this.front = front;
    this.rear = rear;
    this.frontNewest = frontNewest;
  }

  /** A journal without entries. */
  public static <T extends Sequenced> Journal<T> empty() {
    return new Journal<>(List.empty(), List.empty(), 0);
  }

  /**
   * A journal of these entries.
   *
   * @param entries in rising order of sequence
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
      journal = journal.append(entry);
    }
    return journal;
  }

  /** How many entries are remembered. */
  public int size() {
    return front.length() + rear.length();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return rear.isEmpty();
  }

  /** The entry added last. O(1). */
  public Option<T> newest() {
    return rear.headOption();
  }

  /** The sequence of the entry added last; 0 when there is none. O(1). */
  public long newestSequence() {
    return rear.isEmpty() ? 0 : rear.head().sequence();
  }

  /** The sequence of the first entry still remembered; 0 when there is none. O(1). */
  public long oldestSequence() {
    if (front.isEmpty()) {
      return newestSequence();
    }
    return front.head().sequence();
  }

  /** All entries, oldest first. O(n). */
  public List<T> toList() {
    return front.appendAll(rear.reverse());
  }

  /**
   * The entries above a sequence, oldest first. Costs as much as there are such entries, amortised
   * over the entries added.
   *
   * @param sequence a number; 0 gives all
   */
  public List<T> since(long sequence) {
    List<T> recent = rear.takeWhile(entry -> entry.sequence() > sequence).reverse();
    if (frontNewest <= sequence) {
      return recent;
    }
    return front.dropWhile(entry -> entry.sequence() <= sequence).appendAll(recent);
  }

  Journal<T> append(T entry) {
    if (rear.isEmpty()) {
      return new Journal<>(front, List.of(entry), 0);
    }
    if (front.isEmpty()) {
      T only = rear.head();
      return new Journal<>(rear, List.of(entry), only.sequence());
    }
    return new Journal<>(front, rear.prepend(entry), frontNewest);
  }

  /** Without its first entry; must not be empty. */
  Journal<T> withoutOldest() {
    if (front.isEmpty()) {
      if (rear.isEmpty()) {
        throw new NoSuchElementException("the journal is empty");
      }
      return empty();
    }
    List<T> rest = front.tail();
    if (!rest.isEmpty()) {
      return new Journal<>(rest, rear, frontNewest);
    }
    List<T> older = rear.tail();
    long newest = older.isEmpty() ? 0 : older.head().sequence();
    return new Journal<>(older.reverse(), List.of(rear.head()), newest);
  }

  /** Without its first entries until at most {@code bound} are left; the bound is at least 1. */
  Journal<T> latest(int bound) {
    Journal<T> kept = this;
    while (kept.size() > bound) {
      kept = kept.withoutOldest();
    }
    return kept;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Journal<?> that
            && size() == that.size()
            && newestSequence() == that.newestSequence()
            && oldestSequence() == that.oldestSequence()
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
