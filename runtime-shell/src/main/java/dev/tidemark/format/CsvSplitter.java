package dev.tidemark.format;

/** A record ends with its line, unless the line's end is inside a quoted field. */
public final class CsvSplitter implements RecordSplitter {

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    CLOSED,
    CLOSED_AND_RETURNED
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
      switch (state) {
        case QUOTED -> state = next == dialect.quote() ? State.CLOSED : State.QUOTED;
        case CLOSED, CLOSED_AND_RETURNED -> {
          if (next == '\n') {
            return i + 1;
          }
          if (!goesOnAfterQuote(next)) {
            return -2 - i;
          }
        }
        case FIELD_START, PLAIN -> {
          if (next == '\n') {
            return i + 1;
          }
          boolean opens = next == dialect.quote() && state == State.FIELD_START;
          state = opens ? State.QUOTED : afterPlain(next);
        }
      }
    }
    return UNSEEN;
  }

  @Override
  public RecordSplitter another() {
    return new CsvSplitter(dialect);
  }

  @Override
  public boolean mayEnd() {
    return state != State.QUOTED;
  }

  /** A doubled quote opens again; otherwise only a delimiter or the line's end may follow. */
  private boolean goesOnAfterQuote(byte next) {
    if (state == State.CLOSED && next == dialect.quote()) {
      state = State.QUOTED;
    } else if (state == State.CLOSED && next == dialect.delimiter()) {
      state = State.FIELD_START;
    } else if (state == State.CLOSED && next == '\r') {
      state = State.CLOSED_AND_RETURNED;
    } else {
      return false;
    }
    return true;
  }

  private State afterPlain(byte next) {
    return next == dialect.delimiter() ? State.FIELD_START : State.PLAIN;
  }
}
