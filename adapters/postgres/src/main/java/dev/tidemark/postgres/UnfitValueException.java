package dev.tidemark.postgres;

/** A value that its column can't keep: the value's kind and the limit, without the column. */
final class UnfitValueException extends Exception {

  private static final long serialVersionUID = 1L;

  UnfitValueException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
