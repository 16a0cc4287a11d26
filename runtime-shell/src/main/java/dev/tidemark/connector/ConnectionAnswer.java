package dev.tidemark.connector;

/** Whether the system behind a connection answers. */
public sealed interface ConnectionAnswer {

  /**
   * It does.
   *
   * @param detail what it said of itself, for people
   */
  record Answers(String detail) implements ConnectionAnswer {}

  /**
   * It doesn't, or not so that it could be used.
   *
   * @param reason what was tried and what to do; without secrets
   */
  record Silent(String reason) implements ConnectionAnswer {}

  /** This kind of connection can't be checked. */
  record Unasked() implements ConnectionAnswer {}
}
