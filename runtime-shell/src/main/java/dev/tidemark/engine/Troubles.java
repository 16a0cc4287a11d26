package dev.tidemark.engine;

import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.coordinator.Trouble;
import dev.tidemark.coordinator.Trouble.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure means to the coordinator: by its type, never by its text. */
final class Troubles {

  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  private Troubles() {}

  static Trouble of(Throwable failure) {
    return switch (failure) {
      case ConnectorException.Retryable each -> new Trouble(Kind.RETRYABLE, each.reason());
      case ConnectorException.OutcomeUnknown each -> new Trouble(Kind.UNKNOWN, each.reason());
      case ConnectorException.Terminal each -> new Trouble(Kind.TERMINAL, each.reason());
      case ConnectorException.Refused each -> new Trouble(Kind.REFUSED, each.reason());
      case ConnectorException.Fenced each -> new Trouble(Kind.FENCED, each.reason());
      case StoreException each -> new Trouble(kind(each), each.reason());
      case InvalidStageException each -> new Trouble(Kind.TERMINAL, message(each));
      case InterruptedException each -> new Trouble(Kind.UNKNOWN, "interrupted");
      case OutOfMemoryError each ->
          new Trouble(
              Kind.TERMINAL,
              "out of memory ("
                  + message(each)
                  + "): give the JVM more with -Xmx, or make the flow's batch or the longest record"
                  + " smaller (batch: { bytes: ... }, execution: { max_record_bytes: ... })");
      default -> unexpected(failure);
    };
  }

  private static Kind kind(StoreException failure) {
    return switch (failure.kind()) {
      case AWAY -> Kind.RETRYABLE;
      case FENCED -> Kind.FENCED;
      case UNUSABLE, FOREIGN -> Kind.TERMINAL;
    };
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** A bug of ours or of a connector: the run stops, and the trace goes to the log. */
  private static Trouble unexpected(Throwable failure) {
    LOG.atError().setCause(failure).log("unexpected failure");
    return new Trouble(
        Kind.TERMINAL,
        "unexpected failure, a bug: " + failure.getClass().getName() + ": " + message(failure));
  }
}
