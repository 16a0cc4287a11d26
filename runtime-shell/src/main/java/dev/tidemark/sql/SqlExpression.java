package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.OptionalInt;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** One expression over the columns of a row, as a route decides by: {@code UPPER(country)}. */
public final class SqlExpression {

  private final Term term;
  private final DataType type;

  private SqlExpression(Term term, DataType type) {
    this.term = term;
    this.type = type;
  }

  /**
   * Compiles an expression. A text that is exactly a column's name is that column, even where SQL
   * has another use for the word.
   *
   * @throws InvalidSqlException when it can't be used: the user's to mend
   */
  public static SqlExpression compile(String expression, Schema input) throws InvalidSqlException {
    OptionalInt column = input.indexOf(expression.strip());
    if (column.isPresent()) {
      int index = column.getAsInt();
      return new SqlExpression((row, now) -> row[index], input.column(index).type());
    }
    Compiled compiled =
        new Checked(expression, Names.of("input", input)).compile(Grammar.expression(expression));
    if (SqlTypeUtil.isInterval(compiled.sqlType())) {
      throw new InvalidSqlException(
          1, 1, "an interval is no value; count its units with TIMESTAMPDIFF(DAY, a, b)");
    }
    return new SqlExpression(compiled.term(), compiled.type());
  }

  /** The type of its values. */
  public DataType type() {
    return type;
  }

  /**
   * The value for a row; null for SQL's NULL.
   *
   * @param plannedAt the batch's time, for functions of the current time (Delivery 27)
   * @throws BadValueException when the row's values don't allow it: a bad record
   */
  public @Nullable Object value(@Nullable Object[] row, Instant plannedAt) {
    return term.value(row, plannedAt);
  }

  /** The value as text, as {@code CAST(... AS VARCHAR)} has it; null for SQL's NULL. */
  public @Nullable String text(@Nullable Object[] row, Instant plannedAt) {
    Object value = term.value(row, plannedAt);
    return value == null ? null : Casts.text(value);
  }
}
