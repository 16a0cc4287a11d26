package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A kill leaves what was written to the files, so a copy of the files before a statement is what a
 * kill between it and the one before leaves. Every such copy must come to the same end.
 */
class CrashTest {

  private static final Owner KILLED = new Owner(1, "killed");
  private static final Owner NEXT = new Owner(2, "next");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(LoadMode.class)
  void afterAKillBetweenAnyTwoStatementsTheLoadEndsAsUndisturbed(LoadMode mode) throws Exception {
    Database database = new Database(Files.createDirectory(folder.resolve("live")).resolve("a.db"));
    database.execute("CREATE TABLE before (a)");
    List<Path> copies = new ArrayList<>();
    TappedSource.Tap copying =
        (sql, call) -> {
          copies.add(copy(database.path(), copies.size()));
          return call.run();
        };
    TappedSource source = new TappedSource(SessionSource.DRIVER, copying);
    try (SqliteSink sink = new SqliteSink(target(database, mode), source)) {
      SampleLoad.run(sink, KILLED);
    }
    assertThat(copies).hasSizeGreaterThan(30);
    for (Path copy : copies) {
      assertEndsAsUndisturbed(new Database(copy), mode);
    }
  }

  private void assertEndsAsUndisturbed(Database database, LoadMode mode) throws Exception {
    try (SqliteSink sink = new SqliteSink(target(database, mode), SessionSource.DRIVER)) {
      Standing before = sink.inspect();
      assertThat(visible(database)).as("rows and position agree").isEqualTo(covered(before, mode));
      SampleLoad.run(sink, NEXT);
      Standing after = sink.lookUp();
      String killed = database.path().getParent().getFileName() + ": " + before;
      assertThat(database.query("SELECT id, name FROM t ORDER BY id"))
          .as(killed)
          .isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
      assertThat(database.value("SELECT count(*) FROM tidemark_dead_letter"))
          .as(killed)
          .isEqualTo((long) SampleLoad.RECORDS / SampleLoad.STEP);
      assertThat(after.rows().get(0).records()).as(killed).isEqualTo(SampleLoad.RECORDS);
      assertThat(after.complete()).as(killed).isEqualTo(mode == LoadMode.TRUNCATE);
    }
  }

  private static List<List<Object>> visible(Database database) throws Exception {
    return database.hasTable("t")
        ? database.query("SELECT id, name FROM t ORDER BY id")
        : List.of();
  }

  /** The rows that the sink's own books say are there. */
  private static List<List<Object>> covered(Standing standing, LoadMode mode) {
    boolean shown = mode != LoadMode.TRUNCATE || standing.complete();
    return SampleLoad.rows(shown ? standing.rows().map(row -> row.records()).sum().intValue() : 0);
  }

  private Path copy(Path live, int number) throws IOException {
    Path to = Files.createDirectory(folder.resolve("statement-" + number)).resolve("a.db");
    for (String suffix : List.of("", "-wal")) {
      Path file = Path.of(live + suffix);
      if (Files.exists(file)) {
        Files.copy(file, Path.of(to + suffix));
      }
    }
    return to;
  }

  private static SinkTarget target(Database database, LoadMode mode) {
    return mode == LoadMode.MERGE ? database.target(mode, "id") : database.target(mode);
  }
}
