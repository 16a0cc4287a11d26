package dev.tidemark.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link Liveness} by PostgreSQL's advisory locks, all in one session that does nothing else. The
 * server frees them when the process dies, and when it hears nothing from its host for a while.
 */
final class AdvisoryLiveness implements Liveness {

  /** The server, too, must notice a client whose host is gone. Without effect where it can't be. */
  private static final String KEEPALIVE =
      "set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3;"
          + " select set_config(name, '0', false) from pg_settings where name ="
          + " 'idle_session_timeout'";

  private static final int PATIENCE_SECONDS = 5;

  private static final String TAKE = "select pg_try_advisory_lock(?)";
  private static final String FREE = "select pg_advisory_unlock(?)";

  /** Asked without taking it, so that two who ask don't take each other for the owner. */
  private static final String HELD =
      """
      select pg_postmaster_start_time() > clock_timestamp() - ? * interval '1 second' or exists (
      select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and classid::bigint = ? and objid::bigint = ?)\
      """;

  private final PostgresUrl url;
  private final PostgresSessions sessions;
  private final Duration settling;

  /** What is held here; guarded by this, as the session is. */
  private final Set<Long> mine = new HashSet<>();

  private @Nullable Connection session;

  /** Connects to nothing yet. */
  AdvisoryLiveness(PostgresUrl url, PostgresSessions sessions, Duration settling) {
    this.url = url;
    this.sessions = sessions;
    this.settling = settling;
  }

  @Override
  public synchronized Optional<Hold> hold(String pipeline, long epoch) {
    long key = key(pipeline, epoch);
    if (mine.contains(key)) {
      return Optional.empty();
    }
    try {
      if (!ask(living(), TAKE, key)) {
        return Optional.empty();
      }
    } catch (SQLException e) {
      throw PostgresErrors.explain(url, e);
    }
    mine.add(key);
    return Optional.of(() -> free(key));
  }

  @Override
  public synchronized boolean held(String pipeline, long epoch) {
    long key = key(pipeline, epoch);
    if (mine.contains(key)) {
      return true;
    }
    try {
      return ask(living(), HELD, settling.toSeconds(), key >>> Integer.SIZE, key & 0xffff_ffffL);
    } catch (SQLException e) {
      throw PostgresErrors.explain(url, e);
    }
  }

  /** The server keeps nothing of a lock that is free. */
  @Override
  public void sweep(String pipeline, long epoch) {}

  @Override
  public synchronized void refresh() {
    try {
      Connection unused = living();
    } catch (SQLException e) {
      throw PostgresErrors.explain(url, e);
    }
  }

  @Override
  public synchronized void close() {
    mine.clear();
    if (session != null) {
      PostgresSessions.close(session);
      session = null;
    }
  }

  private synchronized void free(long key) {
    if (mine.remove(key) && session != null) {
      try {
        boolean unused = ask(session, FREE, key);
      } catch (SQLException gone) {
        // With the session all of its locks are gone; the others are taken again.
        drop();
      }
    }
  }

  /** The session, or a new one that has taken all locks again. */
  private Connection living() throws SQLException {
    Connection found = session;
    if (found != null && found.isValid(PATIENCE_SECONDS)) {
      return found;
    }
    drop();
    Connection fresh = sessions.open();
    boolean ready = false;
    try (Statement statement = fresh.createStatement()) {
      statement.execute(KEEPALIVE);
      for (long key : mine) {
        // When it is refused, the server still counts the old session as living.
        boolean unused = ask(fresh, TAKE, key);
      }
      session = fresh;
      ready = true;
      return fresh;
    } finally {
      if (!ready) {
        PostgresSessions.close(fresh);
      }
    }
  }

  private void drop() {
    if (session != null) {
      PostgresSessions.close(session);
      session = null;
    }
  }

  private static boolean ask(Connection session, String question, long... arguments)
      throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(question)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setLong(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** The same for all who use this schema; locks are a database's. */
  private long key(String pipeline, long epoch) {
    String text = "tidemark\0" + url.schema() + "\0" + pipeline + "\0" + epoch;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
