package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed.Effect;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.RowBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the rows of a key, which one stays: {@code name} is the version here. */
class VersionTest {

  private static final Owner OWNER = new Owner(1, "owner");

  @TempDir private Path folder;
  private final List<SqliteSink> sinks = new ArrayList<>();
  private int letters;

  @AfterEach
  void closeAll() {
    sinks.forEach(SqliteSink::close);
  }

  private Database database() {
    return new Database(folder.resolve("a.db"));
  }

  private SqliteSink sink(String version) throws Exception {
    SinkTarget target =
        new SinkTarget(
            "flow",
            "sink",
            folder.resolve("a.db"),
            new Identifier("t"),
            LoadMode.MERGE,
            List.of("id"),
            version);
    SqliteSink sink = new SqliteSink(target, SessionSource.DRIVER);
    sinks.add(sink);
    sink.claim(OWNER);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(SampleLoad.opening(OWNER, 1));
    return sink;
  }

  private static RowBatch rows(Object[]... rows) {
    return new RowBatch(SampleLoad.COLUMNS, rows, new int[rows.length], rows.length);
  }

  private static Object[] row(long id, String version) {
    return new Object[] {id, version};
  }

  private static void write(SqliteSink sink, Object[]... rows) throws Exception {
    Delivery delivery = SampleLoad.delivery(OWNER, 1, 0, 3);
    sink.write(new Delivery(OWNER, 1, delivery.moves(), List.of(rows(rows)), List.of()));
  }

  private Effect replay(SqliteSink sink, boolean force, Object[]... rows) throws Exception {
    letters++;
    String id = "letter-" + letters;
    Replay replay = new Replay(OWNER, 1, List.of(new Replay.Letter(id, rows(rows))), force);
    return sink.replay(replay).effects().get(id);
  }

  private List<List<Object>> table() throws Exception {
    return database().query("SELECT id, name FROM t ORDER BY id");
  }

  @Test
  void theGreaterVersionWinsAlsoWhenItComesFirst() throws Exception {
    write(sink("name"), row(1, "b"), row(1, "c"), row(1, "a"), row(2, null), row(2, "a"));
    assertThat(table()).isEqualTo(List.of(List.of(1L, "c"), List.of(2L, "a")));
  }

  @Test
  void aReplayedRowNeedsAGreaterVersion() throws Exception {
    SqliteSink sink = sink("NAME");
    write(sink, row(1, "b"), row(2, null));
    assertThat(replay(sink, false, row(1, "b"))).isEqualTo(Effect.SUPERSEDED);
    assertThat(replay(sink, false, row(1, "a"))).isEqualTo(Effect.SUPERSEDED);
    assertThat(replay(sink, false, row(1, "c"))).isEqualTo(Effect.WRITTEN);
    assertThat(replay(sink, false, row(2, null))).isEqualTo(Effect.SUPERSEDED);
    assertThat(replay(sink, false, row(2, "a"))).isEqualTo(Effect.WRITTEN);
    assertThat(replay(sink, false, row(1, "b"), row(3, "a"))).isEqualTo(Effect.WRITTEN);
    assertThat(table()).isEqualTo(List.of(List.of(1L, "c"), List.of(2L, "a"), List.of(3L, "a")));
  }

  @Test
  void withoutAVersionAKeyThatIsThereStaysUnlessForced() throws Exception {
    SqliteSink sink = sink("");
    write(sink, row(1, "b"));
    assertThat(replay(sink, false, row(1, "z"), row(4, "z"))).isEqualTo(Effect.SUPERSEDED);
    assertThat(table()).isEqualTo(List.of(List.of(1L, "b")));
    assertThat(replay(sink, true, row(1, "z"), row(4, "z"))).isEqualTo(Effect.WRITTEN);
    assertThat(table()).isEqualTo(List.of(List.of(1L, "z"), List.of(4L, "z")));
  }

  @Test
  void whatWasSupersededMayBeForcedUnderItsOwnId() throws Exception {
    SqliteSink sink = sink("name");
    write(sink, row(1, "b"));
    Replay.Letter letter = new Replay.Letter("one", rows(row(1, "a")));
    List<Effect> effects = new ArrayList<>();
    for (boolean force : new boolean[] {false, true, true}) {
      effects.add(sink.replay(new Replay(OWNER, 1, List.of(letter), force)).effects().get("one"));
    }
    assertThat(effects).containsExactly(Effect.SUPERSEDED, Effect.WRITTEN, Effect.KNOWN);
    assertThat(table()).isEqualTo(List.of(Arrays.asList(1L, "a")));
  }

  @Test
  void aVersionThatDoesNotComeIsAnError() {
    assertThatThrownBy(() -> sink("changed_at"))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("version column 'changed_at' is not among the columns that come");
  }
}
