package dev.tidemark.connector;

import dev.tidemark.coordinator.Fault;

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
   * @param fault who has to mend what; the user finds it as an error code
   * @param reason what was tried and what to do; without secrets
   */
  record Silent(Fault fault, String reason) implements ConnectionAnswer {
    /** One that is away. */
    public Silent(String reason) {
      this(Fault.AWAY, reason);
    }
  }

  /** This kind of connection can't be checked. */
  record Unasked() implements ConnectionAnswer {}
}
