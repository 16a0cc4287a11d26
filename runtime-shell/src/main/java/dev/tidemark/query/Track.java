package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Position;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * How a source's rows follow one another: what to ask for behind a position, which of the rows that
 * come are wanted, and the position after them.
 */
public interface Track {

  /**
   * Part of a statement, with what stands for its question marks.
   *
   * @param where without WHERE; empty for all rows
   * @param orderBy without ORDER BY; empty for the database's own order
   * @param most how many rows at the most; 0 for all
   */
  record Query(String where, String orderBy, List<Object> parameters, long most) {

    /** What follows the table in a statement. */
    public String clauses() {
      return (where.isEmpty() ? "" : " WHERE " + where)
          + (orderBy.isEmpty() ? "" : " ORDER BY " + orderBy)
          + (most == 0 ? "" : " LIMIT " + most);
    }
  }

  /** The columns that tell rows apart; read behind the others. */
  List<KeyColumn> keyColumns();

  /** Asks for the rows between two positions, and perhaps for more; to be followed by the rows. */
  Query query(Position from, Optional<Position> stop);

  /**
   * The current row's place among the others.
   *
   * @throws ConnectorException.Terminal when the row can't be told apart
   */
  List<Object> placeOf(Rows current) throws SQLException, ConnectorException.Terminal;

  /** Whether a row of the query lies between the two positions. */
  boolean wanted(List<Object> place) throws ConnectorException.Terminal;

  /** The position after some rows behind another position. Thread-safe. */
  Position after(Position from, List<List<Object>> places);

  /** Refuses a position that is too large to be kept. */
  default void checkKept(Position reached) throws ConnectorException.Terminal {}

  /** Refuses a stop that the query's rows don't lead to. */
  default void checkStop(Position reached, Position stop) throws ConnectorException.Terminal {}

  /** Where a person finds a row: {@code id 17}. */
  String described(List<Object> place);
}
