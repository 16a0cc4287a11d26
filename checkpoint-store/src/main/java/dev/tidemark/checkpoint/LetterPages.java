package dev.tidemark.checkpoint;

import java.util.List;

/**
 * A pipeline's dead letters, some at a time: as many as fit into a few megabytes. Not thread-safe.
 */
public final class LetterPages {

  private static final int FIRST = 32;
  private static final int MOST = 1024;
  private static final long FEW_BYTES = 2L << 20;
  private static final long MANY_BYTES = 8L << 20;

  private final CheckpointStore store;
  private final String pipeline;
  private final LetterFilter filter;
  private long after;
  private int size = FIRST;
  private long left;

  /**
   * All that are meant, oldest first.
   *
   * @param limit at most so many; at least 0
   */
  public LetterPages(CheckpointStore store, String pipeline, LetterFilter filter, long limit) {
    this.store = store;
    this.pipeline = pipeline;
    this.filter = filter;
    this.left = limit;
  }

  /** All that came after one of this number, oldest first. */
  public static LetterPages after(
      long number, CheckpointStore store, String pipeline, LetterFilter filter) {
    LetterPages pages = new LetterPages(store, pipeline, filter, Long.MAX_VALUE);
    pages.after = number;
    return pages;
  }

  /** The next ones; empty when there are no more. */
  public List<KeptLetter> next() {
    if (left <= 0) {
      return List.of();
    }
    List<KeptLetter> page = store.letters(pipeline, filter, after, (int) Math.min(size, left));
    if (!page.isEmpty()) {
      after = page.getLast().number();
      left -= page.size();
      long bytes = page.stream().mapToLong(kept -> kept.letter().payload().length).sum();
      size = bytes < FEW_BYTES ? Math.min(size * 2, MOST) : size;
      size = bytes > MANY_BYTES ? Math.max(size / 4, 1) : size;
    }
    return page;
  }
}
