package dev.tidemark.postgres;

import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Position;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Schema;
import java.util.List;

/** A sink that merges into a table, opened, and the deliveries that are written to it in turn. */
final class MergedTable implements AutoCloseable {

  static final Owner OWNER = new Owner(1, "owner");

  private final TestTarget target;
  private final Merging merging;
  private final Schema columns;
  private PostgresSink sink;
  private int at;

  MergedTable(TestTarget target, Merging merging, Schema columns) throws Exception {
    this.target = target;
    this.merging = merging;
    this.columns = columns;
    this.sink = opened();
  }

  private PostgresSink opened() throws Exception {
    PostgresSink opened = target.sink(LoadMode.MERGE, merging);
    opened.claim(OWNER);
    opened.prepare(columns);
    opened.open(SampleLoad.opening(OWNER, 1));
    return opened;
  }

  /** Goes on with a sink that knows only what the database holds. */
  void reopen() throws Exception {
    sink.close();
    sink = opened();
  }

  PostgresSink sink() {
    return sink;
  }

  /** Writes a batch from where the last one ended. */
  void write(Object[]... rows) throws Exception {
    Move move =
        new Move(
            SampleLoad.PARTITION,
            0,
            new Position("" + at),
            new Position("" + (at + 1)),
            "key-" + at,
            rows.length,
            rows.length,
            SampleLoad.TIME);
    sink.write(
        new Delivery(OWNER, 1, List.of(move), List.of(Loading.batch(columns, rows)), List.of()));
    at++;
  }

  @Override
  public void close() {
    sink.close();
  }
}
