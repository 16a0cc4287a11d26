package dev.tidemark.format;

/**
 * Finds where a record ends in a stream of bytes, which come a piece at a time. Not thread-safe.
 */
public interface RecordSplitter {

  /** It isn't among the bytes looked at. */
  int UNSEEN = -1;

  /** Begins a new record. */
  void reset();

  /**
   * Looks at bytes that weren't looked at since {@link #reset}.
   *
   * @return the index after the record's line end; {@link #UNSEEN}; or less than that, {@code -2}
   *     minus the index of a byte that leaves no right end to the record, whatever follows
   */
  int end(byte[] bytes, int from, int limit);

  /** Whether the record may end after the bytes looked at, where the input does. */
  boolean mayEnd();

  /** A new one for the same records. */
  RecordSplitter another();
}
