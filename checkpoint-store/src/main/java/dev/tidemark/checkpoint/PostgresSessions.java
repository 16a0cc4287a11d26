package dev.tidemark.checkpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A few connections to one server, opened when they are needed. Thread-safe: whoever asks while all
 * are in use waits.
 */
final class PostgresSessions implements AutoCloseable {

  /** A runner's effects, its lease and its watch. */
  private static final int MOST = 4;

  private final PostgresUrl url;
  private final Driver driver = new Driver();
  private final Semaphore free = new Semaphore(MOST, true);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  PostgresSessions(PostgresUrl url) {
    this.url = url;
  }

  /**
   * A connection of the caller's own, beside these few.
   *
   * @throws StoreException when the server can't be reached, or lets nobody in
   */
  Connection open() {
    try {
      Connection connection = driver.connect(url.jdbc(), url.properties());
      if (connection == null) {
        throw new SQLException("no server can be named '" + url.shown() + "'");
      }
      return connection;
    } catch (SQLException e) {
      throw PostgresErrors.explain(url, e);
    }
  }

  /** Waits for a turn; each must be given back. */
  void enter() {
    free.acquireUninterruptibly();
  }

  /** Gives the turn back, and with it a connection that may be used again, if any. */
  void leave(@Nullable Connection sound) {
    if (sound != null) {
      idle.push(sound);
    }
    free.release();
  }

  /** A connection that was used before: it may have died meanwhile. */
  Optional<Connection> idle() {
    return Optional.ofNullable(idle.poll());
  }

  /** Drops all that isn't in use, since one of them turned out to be dead. */
  void dropIdle() {
    for (Connection each = idle.poll(); each != null; each = idle.poll()) {
      close(each);
    }
  }

  /** Closes a connection that may be broken. */
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException alreadyGone) {
      assert alreadyGone.getMessage() != null;
    }
  }

  @Override
  public void close() {
    dropIdle();
  }
}
