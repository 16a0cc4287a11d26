package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.sqlite.TableShape.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows by statements that are prepared once. First {@link #bind}, outside of a transaction:
 * all values are converted and kept in memory; then {@link #execute} inside it (Delivery 18).
 */
final class RowWriter implements AutoCloseable {

  /** Measured: one statement of 16 rows is half as fast again as 16 statements. */
  private static final int MOST_ROWS = 16;

  private static final int MOST_PARAMETERS = 32_766;

  private final Schema schema;
  private final SinkTarget target;
  private final List<ValueBinder> binders = new ArrayList<>();
  private final boolean[] required;
  private final int rowsAtOnce;
  private final PreparedStatement several;
  private final PreparedStatement single;
  private int boundSeveral;
  private int boundSingle;

  RowWriter(Connection connection, TableStatements statements, TableShape table)
      throws SQLException {
    this.schema = statements.schema();
    this.target = statements.target();
    this.required = new boolean[schema.size()];
    for (int i = 0; i < schema.size(); i++) {
      Column column = schema.column(i);
      Affinity affinity =
          table.column(column.name()).map(TableColumn::affinity).orElse(Affinity.NONE);
      binders.add(ValueBinders.of(column.type(), affinity));
      required[i] =
          target.key().stream()
              .anyMatch(key -> Identifier.fold(key).equals(Identifier.fold(column.name())));
    }
    rowsAtOnce = Math.max(1, Math.min(MOST_ROWS, MOST_PARAMETERS / schema.size()));
    several = connection.prepareStatement(statements.load(rowsAtOnce));
    single = connection.prepareStatement(statements.load(1));
  }

  /**
   * Converts rows and keeps them, in order, for {@link #execute}; what was kept before is dropped.
   *
   * @throws ConnectorException.Refused when a value can't be stored, naming the column
   */
  void bind(List<RowBatch> batches) throws SQLException, ConnectorException.Refused {
    clear();
    int left = batches.stream().mapToInt(RowBatch::size).sum();
    int inStatement = 0;
    for (RowBatch batch : batches) {
      checkColumns(batch);
      for (int row = 0; row < batch.size(); row++) {
        boolean alone = inStatement == 0 && left < rowsAtOnce;
        bindRow(alone ? single : several, inStatement * schema.size(), batch, row);
        left--;
        if (alone) {
          single.addBatch();
          boundSingle++;
        } else if (++inStatement == rowsAtOnce) {
          several.addBatch();
          boundSeveral++;
          inStatement = 0;
        }
      }
    }
  }

  private void checkColumns(RowBatch batch) {
    if (!batch.schema().equals(schema)) {
      throw new IllegalStateException(
          "rows of %s for a table prepared for %s".formatted(batch.schema(), schema));
    }
  }

  private void bindRow(PreparedStatement statement, int offset, RowBatch batch, int row)
      throws SQLException, ConnectorException.Refused {
    for (int i = 0; i < schema.size(); i++) {
      Object value = batch.value(row, i);
      if (value != null) {
        bindValue(statement, offset + i + 1, i, value);
      } else if (required[i]) {
        throw refused(i, "a key can't be null", null);
      } else {
        statement.setObject(offset + i + 1, null);
      }
    }
  }

  private void bindValue(PreparedStatement statement, int index, int column, Object value)
      throws SQLException, ConnectorException.Refused {
    try {
      binders.get(column).bind(statement, index, value);
    } catch (ConnectorException.Refused e) {
      throw refused(column, e.reason(), e);
    }
  }

  private ConnectorException.Refused refused(
      int column, String reason, ConnectorException.@Nullable Refused cause) {
    return new ConnectorException.Refused(
        "table %s, column '%s': %s"
            .formatted(target.table().quoted(), schema.column(column).name(), reason),
        cause);
  }

  /** Writes what was bound, in order; answers how many rows were inserted or changed. */
  int execute() throws SQLException {
    int written = 0;
    if (boundSeveral > 0) {
      written += Arrays.stream(several.executeBatch()).sum();
    }
    if (boundSingle > 0) {
      written += Arrays.stream(single.executeBatch()).sum();
    }
    return written;
  }

  /** Drops what was bound. */
  void clear() throws SQLException {
    several.clearBatch();
    single.clearBatch();
    boundSeveral = 0;
    boundSingle = 0;
  }

  /** Closes the statements; the connection that they belong to reports what is wrong with it. */
  @Override
  public void close() {
    try (several;
        single) {
      boundSeveral = 0;
      boundSingle = 0;
    } catch (SQLException e) {
      boundSeveral = -1;
    }
  }
}
