package dev.tidemark.sql;

/**
 * Whole columns can't be used: there is a NULL among the numbers, or a value doesn't allow the
 * operation. Done row by row, it is said which. Has no stack trace.
 */
final class RowByRowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final RowByRowException NEEDED = new RowByRowException();

  private RowByRowException() {
    super("", null, false, false);
  }
}
