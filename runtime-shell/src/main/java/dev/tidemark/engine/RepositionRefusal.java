package dev.tidemark.engine;

/** What is wanted can't be, for a reason that the user can mend. */
final class RepositionRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  RepositionRefusal(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
