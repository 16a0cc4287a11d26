package dev.tidemark.sqlite;

import dev.tidemark.connector.Source;
import dev.tidemark.contract.SourceContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of sources, for each way to read. */
class SqliteSourceContractTest {

  private static final int ROWS = 25;

  @TempDir private Path folder;

  private Path database() {
    return folder.resolve("a.db");
  }

  /** Three rows a second, every seventh with a value that is no number. */
  private void fill(String declaration) throws SQLException {
    new Database(database())
        .execute(
            "CREATE TABLE t ("
                + declaration
                + (declaration.contains("(at, id)") ? ") WITHOUT ROWID" : ")"),
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + (ROWS - 1)
                + ") INSERT INTO t SELECT (i * 7) % 25, strftime('%Y-%m-%d %H:%M:%S', 1700000000 +"
                + " i / 3, 'unixepoch'), CASE WHEN i % 7 = 3 THEN 'x' ELSE i * 1.5 END FROM n");
  }

  /** One way to read. */
  private abstract class Reading extends SourceContract {

    private final String declaration;
    private final Map<String, Object> given;

    Reading(String declaration, Map<String, Object> given) {
      this.declaration = declaration;
      this.given = given;
    }

    @BeforeEach
    void fillTable() throws SQLException {
      fill(declaration);
    }

    @Override
    protected Source newSource() {
      return Sources.open(database(), false, given);
    }

    @Override
    protected Optional<Source> newStream() {
      Map<String, Object> polled = new HashMap<>(given);
      if (lasting()) {
        polled.put("poll", Duration.ofMillis(5));
      }
      return Optional.of(Sources.open(database(), true, polled));
    }

    @Override
    protected int records() {
      return ROWS;
    }

    @Override
    protected boolean lasting() {
      return given.containsKey("cursor");
    }
  }

  @Nested
  class ByPrimaryKey extends Reading {
    ByPrimaryKey() {
      super("id INTEGER PRIMARY KEY, at TEXT, v NUMERIC", Map.of("table", "t"));
    }
  }

  @Nested
  class ByTwoColumns extends Reading {
    ByTwoColumns() {
      super("id INT, at TEXT, v NUMERIC, PRIMARY KEY (at, id)", Map.of("table", "t"));
    }
  }

  @Nested
  class ByRowid extends Reading {
    ByRowid() {
      super("id, at TEXT, v NUMERIC", Map.of("table", "t"));
    }
  }

  @Nested
  class ByCounting extends Reading {
    ByCounting() {
      super("id, at TEXT, v NUMERIC", Map.of("query", "SELECT id, at, v FROM t ORDER BY v, id;"));
    }
  }

  @Nested
  class ByAKeyOfAQuery extends Reading {
    ByAKeyOfAQuery() {
      super(
          "id, at TEXT, v NUMERIC",
          Map.of("query", "SELECT id + 1 AS n, v FROM t", "key", List.of("n")));
    }
  }

  @Nested
  class ByACursor extends Reading {
    ByACursor() {
      super("id INTEGER PRIMARY KEY, at DATETIME, v NUMERIC", Sources.incremental("0"));
    }
  }

  @Nested
  class ByACursorWithAnOverlap extends Reading {
    ByACursorWithAnOverlap() {
      super("id INTEGER PRIMARY KEY, at TEXT, v NUMERIC", Sources.incremental("2s"));
    }
  }

  @Nested
  class ByANumericCursorOfAQuery extends Reading {
    ByANumericCursorOfAQuery() {
      super(
          "id INTEGER PRIMARY KEY, at TEXT, v NUMERIC",
          Map.of(
              "query", "SELECT id / 4 AS step, id, v FROM t",
              "cursor", "step",
              "key", List.of("id"),
              "overlap", "2"));
    }
  }
}
