package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFitTest {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", DataType.Simple.INT64, false),
              new Column("name", DataType.Simple.TEXT, true),
              new Column("price", DataType.Simple.DECIMAL, true)));

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  @Test
  void aMissingTableIsCreatedFromTheColumns() throws Exception {
    prepare(LoadMode.MERGE, "id");
    assertThat(definition())
        .isEqualTo(
            "CREATE TABLE \"t\" (\"id\" INTEGER NOT NULL, \"name\" TEXT, \"price\" TEXT,"
                + " PRIMARY KEY (\"id\"))");
  }

  @Test
  void allThatDoesNotFitIsListedAndNothingChanged() throws Exception {
    database.execute("CREATE TABLE t (ID TEXT, name STRING, must INT NOT NULL, may INT)");
    String before = definition();
    assertThatThrownBy(() -> prepare(LoadMode.MERGE, "id", "gone"))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("key column 'gone' is not among")
        .hasMessageContaining("column 'id' is declared TEXT (TEXT to SQLite)")
        .hasMessageContaining("column 'name' is declared STRING (NUMERIC to SQLite)")
        .hasMessageContaining("column 'price' (decimal) is missing; add it: ALTER TABLE")
        .hasMessageContaining("column 'must' must have a value")
        .hasMessageContaining("the key (id, gone) has no unique index")
        .hasMessageNotContaining("may");
    assertThat(definition()).isEqualTo(before);
  }

  @Test
  void aTableThatCanNotBeMadeIsNotMade() throws Exception {
    Schema twins =
        Schema.of(
            List.of(
                new Column("a", DataType.Simple.TEXT, true),
                new Column("A", DataType.Simple.TEXT, true)));
    try (SqliteSink sink = database.sink(LoadMode.APPEND)) {
      assertThatThrownBy(() -> sink.prepare(twins))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("'a' and 'A' are one");
    }
    assertThat(database.hasTable("t")).isFalse();
  }

  @Test
  void existingColumnsWinInOrderAndCaseAndMayBeMore() throws Exception {
    database.execute(
        "CREATE TABLE T (PRICE DECIMAL(10,2), extra TEXT, Name VARCHAR(9), Id BIGINT UNIQUE,"
            + " filled INT NOT NULL DEFAULT 7, twice INT AS (Id * 2))");
    assertThatCode(() -> prepare(LoadMode.APPEND)).doesNotThrowAnyException();
    assertThatCode(() -> prepare(LoadMode.MERGE, "id")).doesNotThrowAnyException();
  }

  @Test
  void aRowidNeedsNoValue() throws Exception {
    database.execute("CREATE TABLE t (row INTEGER PRIMARY KEY, id INT, name TEXT, price TEXT)");
    assertThatCode(() -> prepare(LoadMode.APPEND)).doesNotThrowAnyException();
  }

  @Test
  void theKeyOfATableWithoutRowidNeedsAValue() throws Exception {
    database.execute(
        "CREATE TABLE t (row INTEGER PRIMARY KEY, id INT, name TEXT, price TEXT) WITHOUT ROWID");
    assertThatThrownBy(() -> prepare(LoadMode.APPEND)).hasMessageContaining("'row' must have");
  }

  @Test
  void aPartialUniqueIndexIsNoKey() throws Exception {
    database.execute(
        "CREATE TABLE t (id INT, name TEXT, price TEXT)",
        "CREATE UNIQUE INDEX few ON t (id) WHERE id > 5");
    assertThatThrownBy(() -> prepare(LoadMode.MERGE, "id")).hasMessageContaining("unique index");
    database.execute("CREATE UNIQUE INDEX every ON t (id)");
    assertThatCode(() -> prepare(LoadMode.MERGE, "id")).doesNotThrowAnyException();
  }

  @Test
  void aViewIsNoTable() throws Exception {
    database.execute("CREATE VIEW t AS SELECT 1 AS id, 'a' AS name, '1' AS price");
    assertThatThrownBy(() -> prepare(LoadMode.APPEND)).hasMessageContaining("it is a view");
  }

  @Test
  void aGeneratedColumnIsNotWritten() throws Exception {
    database.execute("CREATE TABLE t (id INT, price TEXT, name TEXT AS (id || 'x'))");
    assertThatThrownBy(() -> prepare(LoadMode.APPEND)).hasMessageContaining("'name' is generated");
  }

  private void prepare(LoadMode mode, String... key) throws Exception {
    try (SqliteSink sink = database.sink(mode, key)) {
      sink.prepare(COLUMNS);
    }
  }

  private String definition() throws Exception {
    return (String) database.value("SELECT sql FROM sqlite_schema WHERE name = 't'");
  }
}
