package dev.tidemark.sqlite;

import dev.tidemark.checkpoint.position.FencedException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the target's database, and transactions on it. Once {@link #broken} it must be
 * closed and replaced. Not thread-safe.
 */
final class Session implements AutoCloseable {

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    /** Neither begins nor ends the transaction. */
    T run(Connection connection, DSLContext sql) throws SQLException, ConnectorException;
  }

  private final SinkTarget target;
  private final Connection connection;
  private final DSLContext sql;
  private final @Nullable Object file;
  private boolean broken;

  private Session(SinkTarget target, Connection connection) {
    this.target = target;
    this.connection = connection;
    this.sql = DSL.using(connection, SQLDialect.SQLITE);
    this.file = identity(target.path());
  }

  /** Connects; for writing, makes the folder and the file where they don't exist. */
  static Session open(SinkTarget target, SessionSource source, SessionSource.Access access)
      throws ConnectorException {
    if (access == SessionSource.Access.WRITE) {
      createFolder(target.path());
    }
    try {
      return new Session(target, source.open(target.path(), access));
    } catch (SQLException e) {
      throw SqliteFailure.of(e, target);
    }
  }

  private static void createFolder(Path path) throws ConnectorException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConnectorException.Terminal(
          Fault.DENIED,
          "the folder %s of the database can't be made: a file is in the way, or it isn't allowed"
              .formatted(folder),
          e);
    }
  }

  /** The connection, to prepare statements on. */
  Connection connection() {
    return connection;
  }

  /** Whether an error has left the connection in doubt. */
  boolean broken() {
    return broken;
  }

  /** Runs work under the write lock, and commits. Waits a while for the lock. */
  <T> T write(Work<T> work) throws ConnectorException {
    T result = begin("BEGIN IMMEDIATE", work);
    try {
      execute("COMMIT");
    } catch (SQLException e) {
      rollback();
      broken = true;
      throw SqliteFailure.ofCommit(e, target);
    }
    return result;
  }

  /** Runs work that changes nothing, on one state of the database. */
  <T> T read(Work<T> work) throws ConnectorException {
    T result = begin("BEGIN", work);
    rollback();
    return result;
  }

  /** The same after every transaction that was under way has ended. */
  <T> T readLast(Work<T> work) throws ConnectorException {
    T result = begin("BEGIN IMMEDIATE", work);
    rollback();
    return result;
  }

  private <T> T begin(String begin, Work<T> work) throws ConnectorException {
    checkFile();
    boolean done = false;
    try {
      execute(begin);
      T result = work.run(connection, sql);
      done = true;
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } catch (DataAccessException e) {
      throw failed(SqliteFailure.cause(e));
    } catch (FencedException e) {
      throw new ConnectorException.Fenced(String.valueOf(e.getMessage()));
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  private ConnectorException failed(SQLException e) {
    broken |= !SqliteFailure.harmless(e);
    return SqliteFailure.of(e, target);
  }

  /** A file that was moved or deleted can still be written, and nobody would ever see it. */
  private void checkFile() throws ConnectorException {
    if (!Objects.equals(file, identity(target.path()))) {
      broken = true;
      throw new ConnectorException.Terminal(
          Fault.LOST_DATA,
          "%s was moved, replaced or deleted while it was in use".formatted(target.path()),
          null);
    }
  }

  private static @Nullable Object identity(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  private void execute(String statement) throws SQLException {
    try (Statement plain = connection.createStatement()) {
      plain.execute(statement);
    }
  }

  /** SQLite ends some failed transactions itself: then the connection is replaced. */
  private void rollback() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      broken = true;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      broken = true;
    }
  }
}
