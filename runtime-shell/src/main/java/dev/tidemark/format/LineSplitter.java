package dev.tidemark.format;

/** A record ends with its line. Stateless. */
public final class LineSplitter implements RecordSplitter {

  @Override
  public void reset() {}

  @Override
  public int end(byte[] bytes, int from, int limit) {
    int found = ByteScan.indexOf((byte) '\n', bytes, from, limit);
    return found < 0 ? UNSEEN : found + 1;
  }

  @Override
  public RecordSplitter another() {
    return this;
  }

  @Override
  public boolean mayEnd() {
    return true;
  }
}
