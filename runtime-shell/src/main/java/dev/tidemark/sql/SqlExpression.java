package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** One expression over the columns of a row, as a route decides by: {@code UPPER(country)}. */
public final class SqlExpression {

  private final Term term;
  private final DataType type;
  private final Columns columns;

  /**
   * What of a row it looks at.
   *
   * @param only the column that it is, where it is nothing else
   * @param width how many columns a row has
   * @param read those that it looks at
   */
  private record Columns(OptionalInt only, int width, int[] read) {}

  private SqlExpression(Term term, DataType type, Columns columns) {
    this.term = term;
    this.type = type;
    this.columns = columns;
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
      DataType type = input.column(index).type();
      Columns one = new Columns(column, input.size(), new int[] {index});
      return new SqlExpression((row, now) -> row[index], type, one);
    }
    Checked checked = new Checked(expression, Names.of("input", input));
    Compiled compiled = checked.compile(Grammar.expression(expression));
    if (SqlTypeUtil.isInterval(compiled.sqlType())) {
      throw new InvalidSqlException(
          1, 1, "an interval is no value; count its units with TIMESTAMPDIFF(DAY, a, b)");
    }
    Columns columns =
        new Columns(plain(compiled, input), input.size(), indexes(checked.reads(), input));
    return new SqlExpression(compiled.term(), compiled.type(), columns);
  }

  private static OptionalInt plain(Compiled compiled, Schema input) {
    return compiled.node() instanceof SqlIdentifier name && !ColumnNames.isCurrentTime(name)
        ? input.indexOf(name.names.get(name.names.size() - 1))
        : OptionalInt.empty();
  }

  private static int[] indexes(Set<String> names, Schema input) {
    return names.stream().mapToInt(name -> input.indexOf(name).orElseThrow()).toArray();
  }

  /** The type of its values. */
  public DataType type() {
    return type;
  }

  /** The column that it is, where it is nothing else. */
  public OptionalInt column() {
    return columns.only();
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

  /** The same for a row of a batch, without making rows of one that is held by columns. */
  public @Nullable Object value(RowBatch batch, int row, Instant plannedAt) {
    if (columns.only().isPresent()) {
      return batch.value(row, columns.only().getAsInt());
    }
    if (!batch.isByColumns()) {
      return term.value(batch.row(row), plannedAt);
    }
    // What it doesn't look at stays away.
    @Nullable Object[] values = new Object[columns.width()];
    for (int index : columns.read()) {
      values[index] = batch.value(row, index);
    }
    return term.value(values, plannedAt);
  }

  /** The value as text, as {@code CAST(... AS VARCHAR)} has it; null for SQL's NULL. */
  public @Nullable String text(RowBatch batch, int row, Instant plannedAt) {
    Object value = value(batch, row, plannedAt);
    return value == null ? null : Casts.text(value);
  }
}
