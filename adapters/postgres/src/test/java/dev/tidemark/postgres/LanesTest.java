package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static final Owner OWNER = new Owner(1, "owner");
  private static final int LANES = 3;

  private TestTarget target;

  @BeforeEach
  void newDatabase() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
  }

  private static Opening opening() {
    return new Opening(
        OWNER,
        1,
        1,
        "resolved",
        Vector.range(0, LANES)
            .map(
                lane ->
                    new PositionRow(
                        SampleLoad.PARTITION, lane, new Position("0"), "", 0, 0, SampleLoad.TIME)));
  }

  private static Delivery delivery(int lane, int step) {
    Move move =
        new Move(
            SampleLoad.PARTITION,
            lane,
            new Position("" + step),
            new Position("" + (step + 1)),
            "key-" + step,
            1,
            1,
            SampleLoad.TIME);
    Object[] row = SampleLoad.row(step * LANES + lane);
    return new Delivery(
        OWNER, 1, List.of(move), List.of(Loading.batch(SampleLoad.COLUMNS, row)), List.of());
  }

  private static void open(PostgresSink sink) throws Exception {
    sink.claim(OWNER);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(opening());
  }

  /** Each lane writes its part, all at once. */
  private static void writeAll(PostgresSink sink, int steps) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      List<Future<Integer>> lanes = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        int mine = lane;
        lanes.add(
            threads.submit(
                () -> {
                  for (int step = 0; step < steps; step++) {
                    var unused = sink.write(delivery(mine, step));
                    var standing = sink.lookUp();
                    assertThat(standing.rows()).hasSize(LANES);
                  }
                  return steps;
                }));
      }
      for (Future<Integer> lane : lanes) {
        assertThat(lane.get()).isEqualTo(steps);
      }
    }
  }

  @Test
  void allModesTakeSeveralLanesAtOnce() throws Exception {
    for (LoadMode mode : LoadMode.values()) {
      target.database().execute("DROP TABLE IF EXISTS t; DROP SCHEMA IF EXISTS tidemark CASCADE");
      try (PostgresSink sink =
          mode == LoadMode.MERGE ? target.sink(mode, "id") : target.sink(mode)) {
        open(sink);
        writeAll(sink, 20);
        sink.finish(OWNER);
        assertThat(target.query("SELECT id, name FROM t ORDER BY id"))
            .as("%s", mode)
            .isEqualTo(SampleLoad.rows(20 * LANES));
      }
    }
  }

  @Test
  void lanesAreInTheirTransactionsAtTheSameTime() throws Exception {
    try (PostgresSink sink =
        target.with("statement_timeout", Duration.ofMinutes(1)).sink(LoadMode.APPEND)) {
      open(sink);
      // Each lane's insert goes on only when all lanes are in theirs.
      target
          .database()
          .execute(
              "CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                  + " PERFORM pg_advisory_lock_shared(7);"
                  + " WHILE (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                  + " AND objid = 7 AND database = (SELECT oid FROM pg_database"
                  + " WHERE datname = current_database())) < 3"
                  + " LOOP PERFORM pg_sleep(0.01); END LOOP; RETURN new; END $$;"
                  + " CREATE TRIGGER meets BEFORE INSERT ON t"
                  + " FOR EACH ROW EXECUTE FUNCTION meet()");
      writeAll(sink, 1);
      assertThat(target.query("SELECT id FROM t")).hasSize(LANES);
    }
  }

  @Test
  void laneColumnsAreTheKeyOrNone() {
    assertThat(target.sink(LoadMode.MERGE, "id").laneColumns()).contains(List.of("id"));
    assertThat(target.sink(LoadMode.APPEND).laneColumns()).contains(List.of());
  }

  @Test
  void aKeyOfWhichEqualValuesLookDifferentTakesOneLane() throws Exception {
    Schema columns = Schema.of(List.of(new Column("n", Simple.DECIMAL, false)));
    Merging merging = new Merging(List.of("n"), List.of(), Optional.empty(), "");
    try (PostgresSink sink = target.sink(LoadMode.MERGE, merging)) {
      sink.claim(OWNER);
      sink.prepare(columns);
      assertThatThrownBy(() -> sink.open(opening()))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("key column 'n' is numeric");
      sink.open(SampleLoad.opening(OWNER, 1));
    }
  }
}
