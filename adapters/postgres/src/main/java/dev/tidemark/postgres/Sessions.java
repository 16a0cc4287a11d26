package dev.tidemark.postgres;

import dev.tidemark.checkpoint.position.SinkLedger;
import dev.tidemark.connector.ConnectorException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one sink: as many as its lanes, each made when it is first needed and used again.
 * Safe for use by several lanes at once.
 */
final class Sessions implements AutoCloseable {

  private final Endpoint endpoint;
  private final String purpose;
  private final Deque<Lane> idle = new ArrayDeque<>();
  private boolean closed;

  /** A session with what it keeps from one batch to the next. */
  static final class Lane {
    private final Session session;
    private @Nullable Loader loader;
    private @Nullable OneTrip trip;

    private Lane(Session session) {
      this.session = session;
    }

    Session session() {
      return session;
    }

    /** The same loader as long as the layout is the same one. */
    Loader loader(Layout layout) {
      Loader current = loader;
      if (current == null || current.layout() != layout) {
        current = Loader.lasting(session, layout);
        loader = current;
      }
      return current;
    }

    /** The same as long as the session. */
    OneTrip trip(SinkLedger ledger) throws ConnectorException {
      OneTrip current = trip;
      if (current == null) {
        current = new OneTrip(session, ledger);
        trip = current;
      }
      return current;
    }
  }

  /** What is done with a session. */
  @FunctionalInterface
  interface Use<T> {
    T with(Lane lane) throws ConnectorException;
  }

  Sessions(Endpoint endpoint, String purpose) {
    this.endpoint = endpoint;
    this.purpose = purpose;
  }

  /** Lends a session; one that an error has left in doubt is replaced when it is next needed. */
  <T> T use(Use<T> use) throws ConnectorException {
    Lane lane = take();
    try {
      return use.with(lane);
    } finally {
      giveBack(lane);
    }
  }

  private Lane take() throws ConnectorException {
    synchronized (idle) {
      Lane last = idle.pollLast();
      if (last != null) {
        return last;
      }
    }
    return new Lane(Session.open(endpoint, purpose));
  }

  private void giveBack(Lane lane) {
    synchronized (idle) {
      if (!closed && !lane.session().broken()) {
        idle.addLast(lane);
        return;
      }
    }
    lane.session().close();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(lane -> lane.session().close());
      idle.clear();
    }
  }
}
