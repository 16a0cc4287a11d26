package dev.tidemark.postgres;

import dev.tidemark.connector.Source;
import dev.tidemark.contract.SourceContract;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract of sources, for each way to read, on a real server. */
class PostgresSourceContractTest {

  private static final int ROWS = 25;

  private static PostgresDatabase database;

  @BeforeAll
  static void create() throws SQLException {
    database = PostgresServer.shared().newDatabase();
  }

  /** Three rows a second, every seventh with a value that a flow can't hold. */
  private static void fill(String declaration) throws SQLException {
    database.execute("drop table if exists t; create table t (" + declaration + ")");
    database.execute(
        "insert into t select (i * 7) % 25, timestamptz '2023-11-14 22:13:20Z' + i / 3 * interval"
            + " '1 s', case when i % 7 = 3 then 'NaN' else i * 1.5 end from generate_series(0, 24)"
            + " i");
  }

  /** One way to read. */
  private abstract static class Reading extends SourceContract {

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
      return new TestSource(database).open(false, given);
    }

    @Override
    protected Optional<Source> newStream() {
      Map<String, Object> polled = new HashMap<>(given);
      if (lasting()) {
        polled.put("poll", Duration.ofMillis(5));
      }
      return Optional.of(new TestSource(database).open(true, polled));
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

  private static final String PLAIN = "id int primary key, at timestamptz, v numeric";

  @Nested
  class ByPrimaryKey extends Reading {
    ByPrimaryKey() {
      super(PLAIN, Map.of("table", "t"));
    }
  }

  @Nested
  class ByTwoColumns extends Reading {
    ByTwoColumns() {
      super("id int, at timestamptz, v numeric, primary key (at, id)", Map.of("table", "t"));
    }
  }

  @Nested
  class ByCounting extends Reading {
    ByCounting() {
      super("id int, at timestamptz, v numeric", Map.of("table", "public.t"));
    }
  }

  @Nested
  class ByAKeyOfAQuery extends Reading {
    ByAKeyOfAQuery() {
      super(PLAIN, Map.of("query", "select id || 'x' as n, v from t -- all", "key", List.of("n")));
    }
  }

  @Nested
  class ByACursor extends Reading {
    ByACursor() {
      super(PLAIN, Map.of("table", "t", "cursor", "at", "key", List.of("id")));
    }
  }

  @Nested
  class ByACursorWithAnOverlap extends Reading {
    ByACursorWithAnOverlap() {
      super(PLAIN, Map.of("table", "t", "cursor", "at", "key", List.of("id"), "overlap", "2s"));
    }
  }

  @Nested
  class ByANumericCursorOfAQuery extends Reading {
    ByANumericCursorOfAQuery() {
      super(
          PLAIN,
          Map.of(
              "query", "select id::numeric / 4 as step, id, v from t",
              "cursor", "step",
              "key", List.of("id"),
              "overlap", "0.75"));
    }
  }
}
