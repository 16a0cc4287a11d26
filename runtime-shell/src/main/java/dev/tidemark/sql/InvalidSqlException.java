package dev.tidemark.sql;

import org.apache.calcite.sql.parser.SqlParserPos;

/** A query or expression that can't be used: the user's to mend. */
public final class InvalidSqlException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int line;
  private final int column;

  /**
   * What is wrong, and where.
   *
   * @param line in the query, from 1
   * @param column in that line, from 1
   * @param reason what is wrong, what was expected, what to do
   */
  public InvalidSqlException(int line, int column, String reason) {
    super(problem(line, column, reason));
    this.problem = problem(line, column, reason);
    this.line = line;
    this.column = column;
  }

  InvalidSqlException(SqlParserPos at, String reason) {
    this(Math.max(at.getLineNum(), 1), Math.max(at.getColumnNum(), 1), reason);
  }

  private static String problem(int line, int column, String reason) {
    return "at " + line + ":" + column + " of the query: " + reason;
  }

  /** Where, what is wrong, what was expected, what to do: the message, never null. */
  public String problem() {
    return problem;
  }

  /** The line in the query, from 1. */
  public int line() {
    return line;
  }

  /** The column in the line, from 1. */
  public int column() {
    return column;
  }
}
