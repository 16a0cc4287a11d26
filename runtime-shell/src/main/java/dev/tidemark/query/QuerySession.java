package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.sql.SQLException;
import java.util.List;

/** One connection that only reads, and what it found there. Not thread-safe. */
public interface QuerySession extends AutoCloseable {

  /** Connects when it is needed, and again after an error. */
  @FunctionalInterface
  interface Opener {
    /** Finds out what there is to read. */
    QuerySession open() throws ConnectorException, InterruptedException;
  }

  /** Something that is done with a session. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, ConnectorException, InterruptedException;
  }

  /** Does some work; the driver's errors are told in the user's words. */
  <T> T run(Work<T> work) throws ConnectorException, InterruptedException;

  /** The columns asked for, or all that there are. */
  Schema schema() throws ConnectorException, InterruptedException;

  /** The names of all columns, in order. */
  List<String> columns();

  /**
   * What rows are ordered by, as the terms say, else the table's own key; empty when nothing is.
   */
  List<KeyColumn> key();

  /** Equal for two names that the database takes for one column. */
  default String folded(String column) {
    return column;
  }

  /**
   * Asks for rows.
   *
   * @param columns by their names; the key's come behind them
   */
  Rows rows(List<String> columns, List<KeyColumn> key, Track.Query query)
      throws SQLException, ConnectorException;

  /** The value that one of a row stands for. */
  Object value(Column column, Object stored) throws MisfitException;

  /** Begins to read one state of the database, unless it has begun. */
  void beginReading() throws SQLException;

  /** Lets go of that state. */
  void endReading() throws SQLException;

  @Override
  void close();
}
