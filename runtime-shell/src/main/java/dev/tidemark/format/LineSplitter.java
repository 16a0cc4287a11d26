package dev.tidemark.format;

/** A record ends with its line. Stateless. */
public final class LineSplitter implements RecordSplitter {

  @Override
  public void reset() {}

  @Override
  public int end(byte[] bytes, int from, int limit) {
    for (int i = from; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return UNSEEN;
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
