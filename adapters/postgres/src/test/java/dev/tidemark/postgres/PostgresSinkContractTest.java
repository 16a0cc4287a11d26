package dev.tidemark.postgres;

import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Sink;
import dev.tidemark.contract.ReplayContract;
import dev.tidemark.servers.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class PostgresSinkContractTest {

  @Nested
  class Appending extends PostgresContract {
    @Override
    protected Sink.Transactional newSink() {
      return target().sink(LoadMode.APPEND);
    }
  }

  @Nested
  class Merging extends PostgresContract {
    @Override
    protected Sink.Transactional newSink() {
      return target().sink(LoadMode.MERGE, "id");
    }
  }

  @Nested
  class Replacing extends PostgresContract {
    @Override
    protected Sink.Transactional newSink() {
      return target().sink(LoadMode.TRUNCATE);
    }
  }

  abstract static class PostgresContract extends ReplayContract {

    private TestTarget target;

    @BeforeEach
    void newDatabase() throws Exception {
      target = new TestTarget(PostgresServer.shared().newDatabase());
    }

    final TestTarget target() {
      return target;
    }

    @Override
    protected List<List<Object>> rows() throws Exception {
      return target.hasTable("t") ? target.query("SELECT id, name FROM t ORDER BY id") : List.of();
    }

    @Override
    protected boolean exists() throws Exception {
      return target.hasTable("t") || target.hasTable("tidemark.sink");
    }

    @Override
    protected void reset() throws Exception {
      target
          .database()
          .execute(
              "DROP TABLE IF EXISTS t, t__tidemark_new; DROP SCHEMA IF EXISTS tidemark CASCADE");
    }
  }
}
