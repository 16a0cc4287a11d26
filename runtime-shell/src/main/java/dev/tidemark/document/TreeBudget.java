package dev.tidemark.document;

/** Bounds what a document may grow to, so that a few lines of aliases can't fill the memory. */
final class TreeBudget {
  static final int MAX_DEPTH = 50;
  private static final int MAX_VALUES = 100_000;

  private int values;

  /** Counts one more value. */
  void enter(int depth, Mark mark) {
    if (depth > MAX_DEPTH) {
      throw new ExceededException(mark, "nested more than " + MAX_DEPTH + " deep");
    }
    if (++values > MAX_VALUES) {
      throw new ExceededException(
          mark, "more than " + MAX_VALUES + " values, once aliases are followed");
    }
  }

  /** The document is too large or too deep. */
  static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Mark mark;
    private final String reason;

    ExceededException(Mark mark, String reason) {
      super(reason, null, false, false);
      this.mark = mark;
      this.reason = reason;
    }

    Document document() {
      return Document.unreadable(mark, reason, "");
    }
  }
}
