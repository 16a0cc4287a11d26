package dev.tidemark.format;

/**
 * A record that can't be read as a row, for a reason of its data. The message says what is wrong
 * and what was expected. Carries no stack trace: it is an answer, and bad records may be many.
 */
public final class MisfitException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARACTERS = 40;

  /** With what is wrong and what was expected. */
  public MisfitException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, never null. */
  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** The same, said of a column. */
  MisfitException of(String column) {
    return new MisfitException("column " + column + ": " + reason());
  }

  /** A value for a message: quoted, and cut when it is long. */
  static String shown(String value) {
    return value.length() <= SHOWN_CHARACTERS
        ? "\"" + value + "\""
        : "\"" + value.substring(0, SHOWN_CHARACTERS) + "...\"";
  }
}
