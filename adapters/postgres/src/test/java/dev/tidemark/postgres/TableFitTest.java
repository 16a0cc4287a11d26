package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableFitTest {

  private static final Owner OWNER = new Owner(1, "owner");

  private TestTarget target;

  @BeforeEach
  void newDatabase() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
  }

  @Test
  void everythingThatDoesNotFitIsListedBeforeAnythingIsWritten() throws Exception {
    target.database().execute("CREATE TABLE t (id integer, name bytea, must int NOT NULL)");
    Schema columns =
        Schema.of(
            List.of(
                new Column("id", Simple.INT64, false),
                new Column("name", Simple.BOOLEAN, true),
                new Column("more", Simple.DECIMAL, true)));
    try (PostgresSink sink = target.sink(LoadMode.MERGE, "id")) {
      sink.claim(OWNER);
      assertThatThrownBy(() -> sink.prepare(columns))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("column 'name' is bytea, which doesn't keep boolean")
          .hasMessageContaining("ALTER TABLE \"public\".\"t\" ADD COLUMN \"more\" numeric")
          .hasMessageContaining("column 'must' must have a value")
          .hasMessageContaining("CREATE UNIQUE INDEX ON \"public\".\"t\" (\"id\")");
    }
  }

  @Test
  void aViewIsNoTable() throws Exception {
    target.database().execute("CREATE VIEW t AS SELECT 1::bigint AS id, 'a' AS name");
    try (PostgresSink sink = target.sink(LoadMode.APPEND)) {
      sink.claim(OWNER);
      assertThatThrownBy(() -> sink.prepare(SampleLoad.COLUMNS))
          .hasMessageContaining("it is a view, expected a table");
    }
  }

  @Test
  void textGoesIntoAnyColumnAsPostgresReadsIt() throws Exception {
    target
        .database()
        .execute("CREATE TABLE t (id smallint, name inet, at timestamptz DEFAULT now())");
    try (PostgresSink sink = target.sink(LoadMode.APPEND)) {
      sink.claim(OWNER);
      sink.prepare(SampleLoad.COLUMNS);
      sink.open(SampleLoad.opening(OWNER, 1));
      assertThatThrownBy(() -> sink.write(SampleLoad.delivery(OWNER, 1, 0, 3)))
          .isInstanceOf(ConnectorException.Refused.class)
          .hasMessageContaining("invalid input syntax for type inet: \"name 0\"");
    }
  }

  @Test
  void aReplacedTableKeepsWhatHangsOnIt() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint PRIMARY KEY, name text); INSERT INTO t VALUES (100, 'old');"
                + " CREATE VIEW seen AS SELECT count(*) AS n FROM t");
    try (PostgresSink sink = target.sink(LoadMode.TRUNCATE)) {
      sink.claim(OWNER);
      sink.prepare(SampleLoad.COLUMNS);
      sink.open(SampleLoad.opening(OWNER, 1));
      sink.write(SampleLoad.delivery(OWNER, 1, 0, 3));
      assertThat(target.query("SELECT n FROM seen")).containsExactly(List.of(1L));
      sink.finish(OWNER);
    }
    assertThat(target.query("SELECT n FROM seen")).containsExactly(List.of(3L));
    assertThat(target.hasTable("t__tidemark_new")).isFalse();
    assertThat(target.query("SELECT id, name FROM t ORDER BY id")).isEqualTo(SampleLoad.rows(3));
  }
}
