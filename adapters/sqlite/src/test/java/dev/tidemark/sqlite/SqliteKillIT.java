package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes, killed or paused at a statement. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SqliteKillIT {

  private static final Owner NEXT = new Owner(2, "next");
  private static final int EVERY = 9;

  @TempDir private Path folder;
  private final List<Process> children = new ArrayList<>();
  private Database database;

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  @AfterEach
  void endChildren() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource(LoadMode.class)
  void aHaltedLoadEndsAsAnUndisturbedOne(LoadMode mode) throws Exception {
    int ended = ChildLoad.HALTED;
    int halts = 0;
    for (int number = 1; ended == ChildLoad.HALTED; number += EVERY) {
      database = new Database(folder.resolve(mode + "-" + number + ".db"));
      ended = child(mode, "halt", "", number).waitFor();
      halts += ended == ChildLoad.HALTED ? 1 : 0;
      load(mode);
      assertWhole();
    }
    assertThat(ended).isZero();
    assertThat(halts).isGreaterThan(4);
  }

  @Test
  void aFrozenTransactionIsNamedToTheClaimAndEndsWithItsProcess() throws Exception {
    Process child = child(LoadMode.APPEND, "pause", "INSERT INTO \"t\"", 2);
    awaitPaused(child);
    try (SqliteSink sink =
        new SqliteSink(
            database.target(LoadMode.APPEND),
            (path, access) -> SessionSource.connect(path, access, 50))) {
      assertThatThrownBy(() -> sink.claim(NEXT))
          .isInstanceOf(ConnectorException.Retryable.class)
          .hasMessageContaining("a.db is locked");
      assertThat(sink.inspect().rows().get(0).position().text()).isEqualTo("3");
      child.destroyForcibly().waitFor();
      assertThat(sink.claim(NEXT).rows().get(0).position().text()).isEqualTo("3");
    }
    load(LoadMode.APPEND);
    assertWhole();
  }

  @ParameterizedTest
  @EnumSource(LoadMode.class)
  void aPausedAndSupersededOwnerWritesNothingMore(LoadMode mode) throws Exception {
    Process child = child(mode, "pause", "BEGIN IMMEDIATE", 6);
    awaitPaused(child);
    load(mode);
    child.outputWriter().write("go on\n");
    child.outputWriter().flush();
    assertThat(child.waitFor()).isEqualTo(ChildLoad.FENCED);
    assertWhole();
  }

  private void load(LoadMode mode) throws Exception {
    String[] key = mode == LoadMode.MERGE ? new String[] {"id"} : new String[0];
    try (SqliteSink sink = database.sink(mode, key)) {
      SampleLoad.run(sink, NEXT);
    }
  }

  private void assertWhole() throws Exception {
    String file = database.path().getFileName().toString();
    assertThat(database.query("SELECT id, name FROM t ORDER BY id"))
        .as(file)
        .isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
    assertThat(database.value("SELECT count(*) FROM tidemark_dead_letter"))
        .as(file)
        .isEqualTo((long) SampleLoad.RECORDS / SampleLoad.STEP);
  }

  private Process child(LoadMode mode, String what, String text, int number) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dorg.jooq.no-logo=true",
            "-Dorg.jooq.no-tips=true",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ChildLoad.class.getName(),
            database.path().toString(),
            mode.name(),
            what,
            text,
            String.valueOf(number));
    Process child = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    children.add(child);
    return child;
  }

  private static void awaitPaused(Process child) throws IOException {
    BufferedReader output = child.inputReader();
    String line = output.readLine();
    while (line != null && !line.equals("paused")) {
      line = output.readLine();
    }
    assertThat(line).isEqualTo("paused");
  }
}
