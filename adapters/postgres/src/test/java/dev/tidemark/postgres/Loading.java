package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rows brought into a table without a sink around it. */
final class Loading implements AutoCloseable {

  private final TestTarget at;
  private final Session session;

  Loading(TestTarget at) throws ConnectorException {
    this.at = at;
    this.session = Session.open(at.endpoint(), "test");
  }

  /** Makes the table {@code t} from the columns that come. */
  void create(Schema schema) throws ConnectorException {
    PostgresTarget target = at.target(LoadMode.APPEND, Merging.NONE);
    session.write(
        "create",
        each -> {
          each.execute("DROP TABLE IF EXISTS t", NewTable.create(schema, target, target.table()));
          return true;
        });
  }

  Layout layout(Schema schema) throws ConnectorException {
    PostgresTarget target = at.target(LoadMode.APPEND, Merging.NONE);
    return session.read(
        "layout",
        each -> {
          Optional<TableShape> shape = TableShape.read(each, target.table());
          List<String> problems = TableFit.problems(schema, target, shape);
          if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
          }
          return new Layout(schema, target, shape.orElseThrow());
        });
  }

  /** Empties the table and fills it with these rows. */
  void replace(Schema schema, Object[]... rows) throws ConnectorException {
    Loader loader = Loader.lasting(session, layout(schema));
    loader.encode(List.of(batch(schema, rows)), Instant.EPOCH);
    session.write(
        "replace",
        each -> {
          each.execute("DELETE FROM t");
          return loader.load();
        });
  }

  static RowBatch batch(Schema schema, Object[]... rows) {
    int[] origins = new int[rows.length];
    Arrays.setAll(origins, i -> i);
    return new RowBatch(schema, rows, origins, rows.length);
  }

  @Override
  public void close() {
    session.close();
  }
}
