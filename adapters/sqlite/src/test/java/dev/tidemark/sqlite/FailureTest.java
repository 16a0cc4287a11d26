package dev.tidemark.sqlite;

import static dev.tidemark.contract.SampleLoad.delivery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class FailureTest {

  private static final Owner OWNER = new Owner(1, "owner");
  private static final SessionSource IMPATIENT =
      (path, access) -> SessionSource.connect(path, access, 20);

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  @Test
  void anotherWritersLockIsRetryableAndNamed() throws Exception {
    try (SqliteSink sink = opened(IMPATIENT)) {
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertLocked(() -> sink.claim(OWNER));
        assertLocked(() -> sink.write(delivery(OWNER, 1, 0, 3)));
        assertLocked(sink::lookUp);
        assertThat(sink.inspect().owner()).isEqualTo(OWNER);
      }
      assertThat(sink.write(delivery(OWNER, 1, 0, 3))).isEqualTo(1);
    }
  }

  private void assertLocked(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ConnectorException.Retryable.class)
        .hasMessageContaining(database.path() + " is locked");
  }

  @Test
  void sinksOfOneFileTakeTurns() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Identifier table = new Identifier("t" + i);
        SinkTarget target =
            new SinkTarget(
                "flow", "sink" + i, database.path(), table, LoadMode.TRUNCATE, List.of());
        loads.add(threads.submit(() -> load(target)));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(loads.get(i).get()).isEqualTo(SampleLoad.RECORDS / SampleLoad.STEP);
        assertThat(database.query("SELECT id, name FROM t" + i))
            .isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
      }
    }
  }

  private static int load(SinkTarget target) throws Exception {
    try (SqliteSink sink = new SqliteSink(target, SessionSource.DRIVER)) {
      return SampleLoad.run(sink, OWNER);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsLeftAsItIs() throws Exception {
    String text = "this is no database, and longer than a header of a hundred bytes ".repeat(9);
    Files.writeString(database.path(), text);
    try (SqliteSink sink = database.sink(LoadMode.APPEND)) {
      assertTerminal(sink::inspect, "is not a SQLite database");
      assertTerminal(() -> sink.claim(OWNER), "is not a SQLite database");
    }
    assertThat(database.path()).hasContent(text);
  }

  @Test
  void aFolderIsNoDatabase() throws Exception {
    Files.createDirectory(database.path());
    try (SqliteSink sink = database.sink(LoadMode.APPEND)) {
      assertTerminal(sink::inspect, "can't be opened");
      assertTerminal(() -> sink.claim(OWNER), "can't be opened");
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsTerminal() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    try (SqliteSink sink = new Database(folder.resolve("file/a.db")).sink(LoadMode.APPEND)) {
      assertThat(sink.inspect()).isEqualTo(Standing.NONE);
      assertTerminal(() -> sink.claim(OWNER), "can't be made");
    }
  }

  @Test
  void aDatabaseThatCanNotBeWrittenIsTerminal() throws Exception {
    try (SqliteSink sink = new SqliteSink(target(), pragma("query_only = true"))) {
      assertTerminal(() -> sink.claim(OWNER), "can't be written");
    }
  }

  @Test
  void aFullDiskIsRetryableAndLeavesNoTrace() throws Exception {
    SampleLoad.run(opened(SessionSource.DRIVER), OWNER);
    try (SqliteSink sink = new SqliteSink(target(), pragma("max_page_count = 1"))) {
      sink.prepare(SampleLoad.COLUMNS);
      int end = SampleLoad.RECORDS;
      assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, end, end + 10_000)))
          .isInstanceOf(ConnectorException.Retryable.class)
          .hasMessageContaining("full");
      assertThat(sink.lookUp().rows().get(0).position().text()).isEqualTo("" + end);
    }
    assertThat(database.query("SELECT id FROM t")).hasSize(SampleLoad.RECORDS);
  }

  @Test
  void aFileDeletedInUseIsNoticed() throws Exception {
    try (SqliteSink sink = opened(SessionSource.DRIVER)) {
      Files.delete(database.path());
      assertTerminal(() -> sink.write(delivery(OWNER, 1, 0, 3)), "moved, replaced or deleted");
      assertThat(sink.lookUp()).isEqualTo(Standing.NONE);
    }
    assertThat(database.path()).doesNotExist();
  }

  @Test
  void aTableDroppedInUseIsTerminal() throws Exception {
    try (SqliteSink sink = opened(SessionSource.DRIVER)) {
      database.execute("DROP TABLE t");
      assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
          .isInstanceOf(ConnectorException.Terminal.class);
      assertThat(sink.lookUp().rows().get(0).position().text()).isEqualTo("0");
    }
  }

  @Test
  void aLostAnswerToACommitIsLookedUp() throws Exception {
    for (boolean committed : List.of(true, false)) {
      AtomicBoolean lose = new AtomicBoolean();
      TappedSource.Tap losing =
          (sql, call) -> {
            if (sql.equals("COMMIT") && lose.getAndSet(false)) {
              if (committed) {
                call.run();
              }
              throw new SQLiteException("lost", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
            }
            return call.run();
          };
      database.execute("DROP TABLE IF EXISTS t", "DROP TABLE IF EXISTS tidemark_position");
      try (SqliteSink sink = opened(new TappedSource(SessionSource.DRIVER, losing))) {
        lose.set(true);
        assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
            .isInstanceOf(ConnectorException.OutcomeUnknown.class);
        String position = sink.lookUp().rows().get(0).position().text();
        assertThat(position).isEqualTo(committed ? "3" : "0");
        assertThat(database.query("SELECT id FROM t")).hasSize(committed ? 3 : 0);
      }
    }
  }

  private SqliteSink opened(SessionSource source) throws Exception {
    SqliteSink sink = new SqliteSink(target(), source);
    sink.claim(OWNER);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(SampleLoad.opening(OWNER, 1));
    return sink;
  }

  private SinkTarget target() {
    return database.target(LoadMode.APPEND);
  }

  private static SessionSource pragma(String pragma) {
    return (path, access) -> {
      Connection connection = SessionSource.DRIVER.open(path, access);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA " + pragma);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    };
  }

  private static void assertTerminal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining(message);
  }
}
