package dev.tidemark.sql;

/**
 * A row whose values an expression can't work with: a bad record, not a bug. Has no stack trace.
 */
public final class BadValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String expression;

  BadValueException(String reason) {
    this(reason, "");
  }

  private BadValueException(String reason, String expression) {
    super(expression.isEmpty() ? reason : expression + ": " + reason, null, false, false);
    this.reason = reason;
    this.expression = expression;
  }

  /** The expression at fault, where it is known, and what is wrong with the value. */
  public String reason() {
    return expression.isEmpty() ? reason : expression + ": " + reason;
  }

  /** The same, saying which expression failed; the innermost one that says so counts. */
  BadValueException in(String text) {
    return expression.isEmpty() ? new BadValueException(reason, text) : this;
  }
}
