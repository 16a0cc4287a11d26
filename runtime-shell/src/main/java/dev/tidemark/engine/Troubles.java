package dev.tidemark.engine;

import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.coordinator.Fault;
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
      case ConnectorException.Retryable each -> trouble(Kind.RETRYABLE, each);
      case ConnectorException.OutcomeUnknown each -> trouble(Kind.UNKNOWN, each);
      case ConnectorException.Terminal each -> trouble(Kind.TERMINAL, each);
      case ConnectorException.Refused each -> trouble(Kind.REFUSED, each);
      case ConnectorException.Fenced each -> trouble(Kind.FENCED, each);
      case StoreException each -> new Trouble(kind(each), fault(each), each.reason());
      case InvalidStageException each -> new Trouble(Kind.TERMINAL, Fault.FLOW, message(each));
      case InterruptedException each -> new Trouble(Kind.UNKNOWN, Fault.BUG, "interrupted");
      case OutOfMemoryError each ->
          new Trouble(
              Kind.TERMINAL,
              Fault.MEMORY,
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
      case FULL, UNUSABLE, NEWER, FOREIGN -> Kind.TERMINAL;
    };
  }

  private static Trouble trouble(Kind kind, ConnectorException failure) {
    return new Trouble(kind, failure.fault(), failure.reason());
  }

  /** What is at fault when the store fails. */
  static Fault fault(StoreException failure) {
    return switch (failure.kind()) {
      case AWAY -> Fault.STORE_AWAY;
      case FENCED -> Fault.OWNER;
      case FULL -> Fault.FULL;
      case UNUSABLE -> Fault.STORE_UNUSABLE;
      case NEWER -> Fault.STORE_NEWER;
      case FOREIGN -> Fault.STORE_FOREIGN;
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
        Fault.BUG,
        "unexpected failure, a bug: " + failure.getClass().getName() + ": " + message(failure));
  }
}
