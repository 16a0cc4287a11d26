package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows taken for new are copied straight into the table; the table is the same as by merging. Small
 * batches take the longer way here as large ones do.
 */
class FreshnessTest {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(new Column("id", Simple.INT64, false), new Column("note", Simple.TEXT, true)));

  private TestTarget target;
  private MergedTable table;

  @BeforeEach
  void newDatabase() throws Exception {
    target = SteppedSink.longer(new TestTarget(PostgresServer.shared().newDatabase()));
  }

  @AfterEach
  void close() {
    if (table != null) {
      table.close();
    }
  }

  private void open() throws Exception {
    table =
        new MergedTable(
            target, new Merging(List.of("id"), List.of(), Optional.empty(), ""), COLUMNS);
  }

  private void write(Object[]... rows) throws Exception {
    table.write(rows);
  }

  private boolean hasStaged() throws Exception {
    return !target.query("SELECT 1 FROM pg_class WHERE relname = 'tidemark_staging'").isEmpty();
  }

  private List<List<Object>> rows() throws Exception {
    return target.query("SELECT id, note FROM t ORDER BY id");
  }

  @Test
  void newRowsOfANewTableAreNotStaged() throws Exception {
    open();
    write(new Object[] {1L, "a"}, new Object[] {2L, "b"}, new Object[] {1L, "c"});
    write(new Object[] {3L, "d"});
    assertThat(rows()).containsExactly(List.of(1L, "c"), List.of(2L, "b"), List.of(3L, "d"));
    assertThat(hasStaged()).isFalse();
  }

  @Test
  void aKeyThatIsThereIsMergedAfterAll() throws Exception {
    open();
    write(new Object[] {1L, "a"}, new Object[] {2L, "b"});
    write(new Object[] {3L, "c"}, new Object[] {2L, "d"});
    assertThat(rows()).containsExactly(List.of(1L, "a"), List.of(2L, "d"), List.of(3L, "c"));
    assertThat(hasStaged()).isTrue();
    assertThat(table.sink().inspect().rows().head().position().text()).isEqualTo("2");
  }

  @Test
  void whatEarlierRunsHaveLeftIsSeenInPartitionsToo() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint PRIMARY KEY, note text) PARTITION BY RANGE (id);"
                + " CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (0) TO (10);"
                + " CREATE TABLE t_high PARTITION OF t DEFAULT");
    open();
    write(new Object[] {1L, "a"}, new Object[] {12L, "b"});
    assertThat(hasStaged()).isFalse();
    table.reopen();
    write(new Object[] {2L, "c"});
    assertThat(hasStaged()).isTrue();
    assertThat(rows()).containsExactly(List.of(1L, "a"), List.of(2L, "c"), List.of(12L, "b"));
  }

  @Test
  void anotherUniqueKeyIsStillARefusalOfTheRow() throws Exception {
    target.database().execute("CREATE TABLE t (id bigint PRIMARY KEY, note text UNIQUE)");
    open();
    write(new Object[] {1L, "a"});
    assertThatThrownBy(() -> write(new Object[] {2L, "a"}))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("t_note_key");
    assertThat(rows()).containsExactly(List.of(1L, "a"));
  }

  @Test
  void aTableWithPoliciesIsMergedInto() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint PRIMARY KEY, note text);"
                + " ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
                + " CREATE POLICY everything ON t USING (true);"
                + " DO 'BEGIN CREATE ROLE policed LOGIN; EXCEPTION WHEN duplicate_object"
                + " THEN NULL; END';"
                + " GRANT ALL ON t TO policed; GRANT CREATE, TEMPORARY ON DATABASE "
                + target.database().name()
                + " TO policed");
    target = target.with("user", "policed");
    open();
    write(new Object[] {1L, "a"});
    write(new Object[] {1L, "b"});
    assertThat(rows()).containsExactly(List.of(1L, "b"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverIsGuessedTheTableIsWhatMergingGives(boolean inOneTrip) throws Exception {
    target = inOneTrip ? new TestTarget(target.database()) : target;
    open();
    Random random = new Random(7);
    TreeMap<Long, Object> expected = new TreeMap<>();
    for (int batch = 0; batch < 60; batch++) {
      Object[][] rows = new Object[5][];
      for (int i = 0; i < rows.length; i++) {
        long id = random.nextInt(batch % 20 < 3 ? 40 : 1_000_000);
        rows[i] = new Object[] {id, "b" + batch + "-" + i};
        expected.put(id, rows[i][1]);
      }
      write(rows);
    }
    List<List<Object>> merged = new ArrayList<>();
    expected.forEach((id, note) -> merged.add(List.of(id, note)));
    assertThat(rows()).isEqualTo(merged);
  }

  @Test
  void eachWrongGuessDoublesTheTimeToTheNextAndRightOnesBringItBack() {
    Freshness freshness = Freshness.of(true);
    assertThat(freshness.expectsNew()).isTrue();
    assertThat(mergesUntilGuess(freshness)).isEqualTo(8);
    assertThat(mergesUntilGuess(freshness)).isEqualTo(16);
    for (int i = 0; i < 32; i++) {
      freshness.right();
    }
    assertThat(mergesUntilGuess(freshness)).isEqualTo(8);
    assertThat(Freshness.of(false).expectsNew()).isFalse();
    assertThat(Freshness.never().expectsNew()).isFalse();
  }

  private static int mergesUntilGuess(Freshness freshness) {
    freshness.wrong();
    int merges = 0;
    while (!freshness.expectsNew()) {
      freshness.merged();
      merges++;
    }
    return merges;
  }
}
