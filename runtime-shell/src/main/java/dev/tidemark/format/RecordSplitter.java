package dev.tidemark.format;

/**
 * Finds where a record ends in a stream of bytes, which come a piece at a time. Not thread-safe.
 */
public interface RecordSplitter {

  /** Begins a new record. */
  void reset();

  /**
   * Looks at bytes that weren't looked at since {@link #reset}.
   *
   * @return the index after the record's line end, or -1 when it isn't among them
   */
  int end(byte[] bytes, int from, int limit);
}
