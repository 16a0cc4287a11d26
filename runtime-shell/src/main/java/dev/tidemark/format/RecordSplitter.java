package dev.tidemark.format;

/**
 * Finds where a record ends in a stream of bytes, which come a piece at a time. Not thread-safe.
 */
public interface RecordSplitter {

  /** No record begins here that ends rightly, whatever follows. */
  int MALFORMED = -2;

  /** Begins a new record. */
  void reset();

  /**
   * Looks at bytes that weren't looked at since {@link #reset}.
   *
   * @return the index after the record's line end; -1 when it isn't among them; {@link #MALFORMED}
   *     when it can't be told, so that only the record's first line can be taken for it
   */
  int end(byte[] bytes, int from, int limit);

  /** Whether the record may end after the bytes looked at, where the input does. */
  boolean mayEnd();
}
