package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Position;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;

/** An opened sink whose deliveries have no dead letters, and move the position by one. */
final class SteppedSink implements AutoCloseable {

  static final Owner OWNER = new Owner(1, "owner");

  private final PostgresSink sink;
  private final Schema columns;

  SteppedSink(TestTarget target, LoadMode mode, Merging merging, Schema columns) throws Exception {
    this.sink = target.sink(mode, merging);
    this.columns = columns;
    sink.claim(OWNER);
    sink.prepare(columns);
    sink.open(SampleLoad.opening(OWNER, 1));
  }

  /** The same target where nothing goes in one trip. */
  static TestTarget longer(TestTarget target) {
    return target.with("properties", Map.of("preferQueryMode", "extendedForPrepared"));
  }

  /** The statement that the only sink's session has sent last. */
  static String last(TestTarget target) throws Exception {
    return target
        .database()
        .value(
            "SELECT trim(query) FROM pg_stat_activity WHERE application_name LIKE 'tidemark %'"
                + " AND datname = current_database()");
  }

  PostgresSink sink() {
    return sink;
  }

  int position() throws ConnectorException {
    return Integer.parseInt(sink.lookUp().rows().get(0).position().text());
  }

  static Move move(int from, int rows) {
    return new Move(
        SampleLoad.PARTITION,
        0,
        new Position("" + from),
        new Position("" + (from + 1)),
        "key-" + from,
        rows,
        rows,
        SampleLoad.TIME.plusSeconds(from));
  }

  Delivery delivery(Owner owner, int from, Object[]... rows) {
    return new Delivery(
        owner,
        1,
        List.of(move(from, rows.length)),
        List.of(Loading.batch(columns, rows)),
        List.of());
  }

  void write(int from, Object[]... rows) throws ConnectorException {
    var unused = sink.write(delivery(OWNER, from, rows));
  }

  @Override
  public void close() {
    sink.close();
  }
}
