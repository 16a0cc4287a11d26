package dev.tidemark.connector;

import dev.tidemark.coordinator.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Why a connector couldn't do what was asked. The type, never the text, decides what happens next.
 * The message is for the user: what was tried, where, what was expected, what to do; it holds no
 * secret.
 */
public abstract sealed class ConnectorException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Fault fault;

  private ConnectorException(Fault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** Who has to mend what; the user finds it as an error code. */
  public Fault fault() {
    return fault;
  }

  /** The message, never null. */
  public String reason() {
    String message = getMessage();
    return message == null ? getClass().getSimpleName() : message;
  }

  /** Nothing took effect, and asking again may succeed: a lock held, a server away. */
  public static final class Retryable extends ConnectorException {
    private static final long serialVersionUID = 1L;

    /** With what the system said. */
    public Retryable(String message, @Nullable Throwable cause) {
      super(Fault.AWAY, message, cause);
    }

    /** The same, and what is at fault. */
    public Retryable(Fault fault, String message, @Nullable Throwable cause) {
      super(fault, message, cause);
    }
  }

  /**
   * Whether it took effect isn't known: it must be looked up before anything else (Delivery 10).
   */
  public static final class OutcomeUnknown extends ConnectorException {
    private static final long serialVersionUID = 1L;

    /** With what the system said. */
    public OutcomeUnknown(String message, @Nullable Throwable cause) {
      super(Fault.AWAY, message, cause);
    }

    /** The same, and what is at fault. */
    public OutcomeUnknown(Fault fault, String message, @Nullable Throwable cause) {
      super(fault, message, cause);
    }
  }

  /** Nothing took effect, and asking again can't succeed. */
  public static final class Terminal extends ConnectorException {
    private static final long serialVersionUID = 1L;

    /** With what the system said. */
    public Terminal(String message, @Nullable Throwable cause) {
      super(Fault.SYSTEM, message, cause);
    }

    /** The same, and what is at fault. */
    public Terminal(Fault fault, String message, @Nullable Throwable cause) {
      super(fault, message, cause);
    }
  }

  /** Nothing took effect, because of the data: the target refuses some record (Delivery 11). */
  public static final class Refused extends ConnectorException {
    private static final long serialVersionUID = 1L;

    /** With the column, the value's kind and the limit, as far as the system tells them. */
    public Refused(String message, @Nullable Throwable cause) {
      super(Fault.RECORD, message, cause);
    }
  }

  /** Nothing took effect: another owner has claimed the sink (Delivery 16). */
  public static final class Fenced extends ConnectorException {
    private static final long serialVersionUID = 1L;

    /** With the epoch and owner found. */
    public Fenced(String message) {
      super(Fault.OWNER, message, null);
    }
  }
}
