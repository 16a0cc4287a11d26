package dev.tidemark.format;

/** A record ends with its line, unless the line's end is inside a quoted field. */
public final class CsvSplitter implements RecordSplitter {

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED
  }

  private final CsvDialect dialect;
  private State state = State.FIELD_START;

  /** For records of this dialect. */
  public CsvSplitter(CsvDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void reset() {
    state = State.FIELD_START;
  }

  @Override
  public int end(byte[] bytes, int from, int limit) {
    for (int i = from; i < limit; i++) {
      byte next = bytes[i];
      if (state == State.QUOTED) {
        // A doubled quote closes and opens again: the field's start is where a quote opens.
        state = next == dialect.quote() ? State.FIELD_START : State.QUOTED;
      } else if (next == '\n') {
        return i + 1;
      } else if (next == dialect.delimiter()) {
        state = State.FIELD_START;
      } else if (next == dialect.quote() && state == State.FIELD_START) {
        state = State.QUOTED;
      } else {
        state = State.PLAIN;
      }
    }
    return -1;
  }
}
