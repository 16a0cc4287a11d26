package dev.tidemark.postgres;

import static dev.tidemark.contract.SampleLoad.delivery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.servers.CutProxy;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

  private static final Owner OWNER = new Owner(1, "owner");
  private static final Owner NEXT = new Owner(2, "next");

  private final List<AutoCloseable> closing = new ArrayList<>();
  private TestTarget target;

  @BeforeEach
  void newDatabase() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : closing.reversed()) {
      each.close();
    }
  }

  private PostgresSink sink(TestTarget at) {
    PostgresSink sink = at.sink(LoadMode.APPEND);
    closing.add(sink);
    return sink;
  }

  private PostgresSink opened(TestTarget at) throws Exception {
    PostgresSink sink = sink(at);
    sink.claim(OWNER);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(SampleLoad.opening(OWNER, 1));
    return sink;
  }

  private static String position(PostgresSink sink) throws Exception {
    return sink.lookUp().rows().get(0).position().text();
  }

  /** What a trigger on the table raises when a row comes. */
  private void raise(String state) throws SQLException {
    target
        .database()
        .execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''no'' USING ERRCODE = ''%s''; END';".formatted(state)
                + " CREATE OR REPLACE TRIGGER refuses BEFORE INSERT ON t"
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");
  }

  @ParameterizedTest
  @CsvSource({
    "22003, Refused",
    "22P02, Refused",
    "23505, Refused",
    "23514, Refused",
    "40001, Retryable",
    "40P01, Retryable",
    "53100, Retryable",
    "53200, Retryable",
    "55P03, Retryable",
    "57014, Retryable",
    "57P03, Retryable",
    "58030, Retryable",
    "08006, Retryable",
    "25006, Retryable",
    "42501, Terminal",
    "42703, Terminal",
    "P0001, Terminal",
    "XX000, Terminal"
  })
  void aStateDecidesWhatFollows(String state, String kind) throws Exception {
    PostgresSink sink = opened(target);
    raise(state);
    assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
        .as(state)
        .extracting(failure -> failure.getClass().getSimpleName())
        .isEqualTo(kind);
    assertThat(position(sink)).isEqualTo("0");
    target.database().execute("DROP TRIGGER refuses ON t");
    assertThat(sink.write(delivery(OWNER, 1, 0, 3))).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "53100, FULL",
    "58030, FULL",
    "40001, AWAY",
    "42501, DENIED",
    "42P01, MISSING",
    "XX000, SYSTEM"
  })
  void aStateSaysWhoHasToMendWhat(String state, Fault fault) throws Exception {
    PostgresSink sink = opened(target);
    raise(state);
    assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
        .isInstanceOfSatisfying(
            ConnectorException.class, failure -> assertThat(failure.fault()).isEqualTo(fault));
  }

  @Test
  void aDeferredConstraintThatFailsAtCommitIsAKnownRollback() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint UNIQUE DEFERRABLE INITIALLY DEFERRED, name text);"
                + " INSERT INTO t VALUES (1)");
    PostgresSink sink = opened(target);
    assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("Key (id)=(1) already exists");
    assertThat(position(sink)).isEqualTo("0");
  }

  @Test
  void aSessionThatIsEndedIsReplaced() throws Exception {
    PostgresSink sink = opened(target);
    target
        .database()
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name LIKE 'tidemark %' AND datname = current_database()");
    assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
        .isInstanceOf(ConnectorException.Retryable.class);
    assertThat(sink.write(delivery(OWNER, 1, 0, 3))).isEqualTo(1);
  }

  @Test
  void aLostAnswerToACommitIsLookedUp() throws Exception {
    CutProxy proxy = CutProxy.to(target.database().port());
    closing.add(proxy);
    // A statement that the server keeps prepared is called by a number, and can't be told.
    TestTarget through =
        through(target.database(), proxy).with("properties", Map.of("prepareThreshold", "0"));
    PostgresSink sink = opened(through);
    proxy.loseAnswerTo(FailureTest::isCommit);
    assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
        .isInstanceOf(ConnectorException.OutcomeUnknown.class);
    assertThat(position(sink)).isEqualTo("3");
    assertThat(target.query("SELECT id FROM t")).hasSize(3);
    assertThat(sink.write(delivery(OWNER, 1, 3, 6))).isEqualTo(1);
  }

  private static TestTarget through(PostgresDatabase database, CutProxy proxy) {
    return new TestTarget(
        new PostgresDatabase("127.0.0.1", proxy.port(), database.name(), database.user()));
  }

  private static boolean isCommit(byte[] piece) {
    return new String(piece, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
  }

  @Test
  void whereverTheLineIsCutTheLoadGoesOnExactly() throws Exception {
    CutProxy proxy = CutProxy.to(target.database().port());
    closing.add(proxy);
    TestTarget through = through(target.database(), proxy);
    int pieces = 0;
    int before;
    do {
      target.database().execute("DROP TABLE IF EXISTS t; DROP SCHEMA IF EXISTS tidemark CASCADE");
      PostgresSink sink = opened(through);
      before = proxy.cuts();
      proxy.cutAfter(pieces);
      load(sink);
      assertThat(target.query("SELECT id, name FROM t ORDER BY id"))
          .as("cut after %d", pieces)
          .isEqualTo(SampleLoad.rows(6));
      sink.close();
    } while (proxy.cuts() > before && ++pieces < 200);
    assertThat(pieces).isBetween(20, 199);
  }

  /** As the engine does: ask again, and go on from where the sink says that it stands. */
  private static void load(PostgresSink sink) throws Exception {
    while (true) {
      try {
        int at = Integer.parseInt(position(sink));
        if (at == 6) {
          return;
        }
        var unused = sink.write(delivery(OWNER, 1, at, at + 3));
      } catch (ConnectorException.Retryable | ConnectorException.OutcomeUnknown again) {
        continue;
      }
    }
  }

  @Test
  void whoHoldsALockIsWaitedForAWhile() throws Exception {
    PostgresSink sink = opened(target.with("lock_timeout", Duration.ofMillis(50)));
    try (Connection other = target.database().connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE t");
      assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
          .isInstanceOf(ConnectorException.Retryable.class)
          .hasMessageContaining("lock_timeout");
    }
    assertThat(sink.write(delivery(OWNER, 1, 0, 3))).isEqualTo(1);
  }

  @Test
  void anOwnerThatIsFrozenInTheMiddleOfACopyIsEndedByTheNext() throws Exception {
    PostgresSink first = opened(target);
    first.close();
    String name = target.endpoint().applicationName("flow/sink");
    try (Connection frozen = target.database().connect();
        Statement statement = frozen.createStatement()) {
      frozen.setAutoCommit(false);
      statement.execute("SET application_name = " + QualifiedName.literal(name));
      statement.execute("UPDATE tidemark.position SET position = '3'");
      frozen.unwrap(org.postgresql.PGConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN");
      PostgresSink next = sink(target.with("lock_timeout", Duration.ofMillis(100)));
      assertThatThrownBy(() -> next.claim(NEXT))
          .isInstanceOf(ConnectorException.Retryable.class)
          .hasMessageContaining("ended session");
      Standing claimed = claim(next);
      assertThat(claimed.rows().get(0).position().text()).isEqualTo("0");
      assertThat(claimed.owner()).isEqualTo(NEXT);
    } catch (SQLException closed) {
      assertThat(closed.getSQLState()).startsWith("08");
    }
  }

  private static Standing claim(PostgresSink sink) throws Exception {
    while (true) {
      try {
        return sink.claim(NEXT);
      } catch (ConnectorException.Retryable stillThere) {
        continue;
      }
    }
  }

  @Test
  void anOwnerThatStopsInATransactionIsDroppedByTheServer() throws Exception {
    TestTarget impatient = target.with("idle_in_transaction_timeout", Duration.ofMillis(50));
    try (Session session = Session.open(impatient.endpoint(), "test")) {
      assertThatThrownBy(
              () ->
                  session.write(
                      "idle",
                      each -> {
                        each.execute("SELECT 1");
                        while (!target
                            .database()
                            .value(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                                    + " 'tidemark test'")
                            .equals("0")) {
                          Thread.onSpinWait();
                        }
                        each.execute("SELECT 1");
                        return true;
                      }))
          .isInstanceOf(ConnectorException.Retryable.class);
      assertThat(session.broken()).isTrue();
    }
  }

  @Test
  void commitsAreSynchronousWhateverTheRoleHas() throws Exception {
    target
        .database()
        .execute(
            "ALTER DATABASE %1$s SET synchronous_commit = off;".formatted(target.database().name())
                + " ALTER DATABASE %1$s SET default_transaction_isolation = 'serializable'"
                    .formatted(target.database().name()));
    try (Session session = Session.open(target.endpoint(), "test")) {
      assertThat(
              session.<String>read(
                  "settings",
                  each ->
                      each.sql().fetchValue("SHOW synchronous_commit")
                          + " "
                          + each.sql().fetchValue("SHOW transaction_isolation")))
          .isEqualTo("on read committed");
    }
  }

  @Test
  void whatARoleLacksIsSaidBeforeAnythingIsWritten() throws Exception {
    PostgresDatabase database = target.database();
    String role = "poor_" + database.name();
    database.execute(
        "CREATE ROLE "
            + role
            + " LOGIN; CREATE TABLE t (id bigint, name text);"
            + " REVOKE TEMPORARY ON DATABASE "
            + database.name()
            + " FROM public");
    TestTarget poor = new TestTarget(database.as(role));
    PostgresSink sink = poor.sink(LoadMode.MERGE, "id");
    closing.add(sink);
    assertThatThrownBy(() -> sink.claim(OWNER))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("CREATE SCHEMA \"tidemark\" AUTHORIZATION " + role)
        .hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON \"public\".\"t\" TO " + role)
        .hasMessageContaining("GRANT TEMPORARY ON DATABASE " + database.name() + " TO " + role);
    assertThat(target.hasTable("tidemark.sink")).isFalse();
  }

  @Test
  void aRoleThatMayNotEvenLookIsToldAllThatItLacks() throws Exception {
    opened(target).close();
    String role = "blind_" + target.database().name();
    target.database().execute("CREATE ROLE " + role + " LOGIN");
    PostgresSink sink = sink(new TestTarget(target.database().as(role)));
    assertThatThrownBy(sink::inspect)
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("GRANT USAGE ON SCHEMA \"tidemark\" TO " + role)
        .hasMessageContaining("GRANT SELECT, INSERT ON \"public\".\"t\" TO " + role);
  }

  @Test
  void aRoleThatMayNoMoreThanItNeedsIsEnough() throws Exception {
    opened(target).close();
    PostgresDatabase database = target.database();
    String role = "frugal_" + database.name();
    database.execute(
        "CREATE ROLE %1$s LOGIN; GRANT USAGE ON SCHEMA tidemark TO %1$s;".formatted(role)
            + " GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tidemark TO "
            + role
            + "; GRANT SELECT, INSERT ON t TO "
            + role);
    PostgresSink sink = opened(new TestTarget(database.as(role)));
    assertThat(sink.write(delivery(OWNER, 1, 0, 3))).isEqualTo(1);
  }

  @Test
  void aServerThatIsGoneIsRetryableAndAWrongDatabaseIsNot() throws Exception {
    assertThatThrownBy(() -> sink(target.with("port", 1L)).inspect())
        .isInstanceOf(ConnectorException.Retryable.class)
        .hasMessageContaining("can't connect to localhost:1/");
    assertThatThrownBy(() -> sink(target.with("database", "nowhere")).inspect())
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("\"nowhere\" does not exist");
  }

  @Test
  void aTableDroppedInUseIsTerminalAndItsPositionsCountNoMore() throws Exception {
    PostgresSink sink = opened(target);
    sink.write(delivery(OWNER, 1, 0, 3));
    target.database().execute("DROP TABLE t");
    assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 3, 6)))
        .isInstanceOf(ConnectorException.Terminal.class);
    assertThat(sink(target).inspect().rows()).isEmpty();
  }
}
