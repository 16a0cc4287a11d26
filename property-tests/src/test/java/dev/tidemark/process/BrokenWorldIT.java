package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Disks that are full, folders that may not be written, stores and targets that others have made or
 * hold: a clear word, an exit code, nothing damaged; and when it is mended, the next run is exact.
 */
@Execution(ExecutionMode.CONCURRENT)
class BrokenWorldIT {

  private static final int RECORDS = 16_000;
  private static final String PADDING = "0123456789".repeat(40);
  private static final String ALL = "SELECT count(*), count(DISTINCT id), sum(id) FROM records";
  private static final String EXPECTED =
      RECORDS + "|" + RECORDS + "|" + (long) RECORDS * (RECORDS - 1) / 2;

  private static final String FLOW =
      """
      name: broken
      execution: { retry_for: 500ms }
      batch: { records: 1000 }
      stages:
        - name: input
          type: file
          on_error: dead_letter
          config: { path: input.jsonl, columns: { id: int64 not null, text: text } }
      """;
  private static final String TABLE =
      """
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/packages.db }, table: records, mode: append }
      """;
  private static final String LISTING =
      """
        - name: listing
          type: file
          kind: sink
          config: { path: out/listing.jsonl, format: jsonl }
      """;

  @TempDir private Path folder;

  @Test
  void aFullDiskUnderTheTableStopsTheRunAndTheNextIsExact() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      // What is committed may take as much again in the write-ahead log.
      said(space.runUnder(Terms.fileSize(2_000)), 1, "error TM-302", "out/packages.db", "disk");
      long rows = space.database().number("SELECT count(*) FROM records");
      assertThat(rows).isBetween(1L, RECORDS - 1L);
      assertThat(space.database().rows(ALL).getFirst()).isEqualTo(prefix(rows));
      assertThat(space.database().rows("PRAGMA integrity_check")).containsExactly("ok");
      completes(space);
      assertThat(space.database().rows(ALL)).containsExactly(EXPECTED);
    }
  }

  private static String prefix(long rows) {
    return rows + "|" + rows + "|" + rows * (rows - 1) / 2;
  }

  @Test
  void aFullDiskUnderTheFileStopsTheRunAndTheNextIsExact() throws Exception {
    try (Workspace space = space(FLOW + LISTING)) {
      said(space.runUnder(Terms.fileSize(2_000)), 1, "error TM-302", "File too large");
      assertThat(space.listing()).doesNotExist();
      completes(space);
      assertThat(space.listing()).hasSameTextualContentAs(space.path("input.jsonl"));
    }
  }

  @Test
  void aFullDiskUnderTheStoreStopsTheRunAndTheNextIsExact() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        lines.add("{\"id\":" + i + ",\"text\":[\"" + PADDING.repeat(2) + "\"]}");
      }
      space.write("input.jsonl", lines);
      said(
          space.runUnder(Terms.fileSize(2_000)),
          1,
          "error TM-302",
          "state.db",
          "nothing was saved");
      assertThat(space.books().number("SELECT count(*) FROM dead_letter")).isLessThan(5_000);
      completes(space);
      assertThat(space.books().rows("SELECT count(*), count(DISTINCT position) FROM dead_letter"))
          .containsExactly("5000|5000");
    }
  }

  @Test
  void aFullDiskWhereLibrariesAreUnpackedIsSaid() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      said(
          space.runUnder(Terms.fileSize(100)),
          3,
          "error TM-702",
          "SQLite's library",
          "java.io.tmpdir");
      completes(space);
      assertThat(space.database().rows(ALL)).containsExactly(EXPECTED);
    }
  }

  @Test
  void foldersThatMayNotBeWrittenAreNamed() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      permit(space.path(""), "r-xr-xr-x");
      said(space.runUnder(Terms.permitted()), 3, "error TM-702", ".tidemark/state.db");
      permit(space.path(""), "rwxr-xr-x");
      Files.createDirectories(space.path("out"));
      permit(space.path("out"), "r-xr-xr-x");
      said(space.runUnder(Terms.permitted()), 2, "error TM-303", "out/packages.db", "folder");
      space.flow(FLOW + LISTING);
      said(space.runUnder(Terms.permitted()), 3, "error TM-303", "out/listing.jsonl");
      assertThat(space.path("out")).isEmptyDirectory();
      permit(space.path("out"), "rwxr-xr-x");
      permit(space.path("input.jsonl"), "---------");
      said(
          space.runUnder(Terms.permitted()), 2, "error TM-303", "input.jsonl", "permission denied");
      permit(space.path("input.jsonl"), "r--r--r--");
      assertThat(space.runUnder(Terms.permitted()).exit()).isZero();
      assertThat(space.listing()).hasSameTextualContentAs(space.path("input.jsonl"));
    }
  }

  @Test
  void aStoreThatIsNoneOrTooNewOrDamagedIsLeftAsItIs() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      Files.createDirectories(space.store().getParent());
      byte[] text = "this is no database. ".repeat(300).getBytes(StandardCharsets.UTF_8);
      refusesStore(space, text, "error TM-704", "no SQLite database");
      completes(space);
      byte[] good = Files.readAllBytes(space.store());
      space.books().execute("UPDATE store SET version = 99");
      refusesStore(space, Files.readAllBytes(space.store()), "error TM-703", "newer Tidemark");
      refusesStore(space, java.util.Arrays.copyOf(good, 9_000), "error TM-704", "damaged");
      // A new one takes over from the sinks.
      assertThat(space.runUnder(Terms.USUAL).exit()).isZero();
      assertThat(space.database().rows(ALL)).containsExactly(EXPECTED);
    }
  }

  /** And moves it away. */
  private static void refusesStore(Workspace space, byte[] store, String code, String why)
      throws Exception {
    Files.write(space.store(), store);
    said(space.runUnder(Terms.USUAL), 2, code, "state.db", why);
    assertThat(space.store()).hasBinaryContent(store);
    space.deleteStore();
    Files.createDirectories(space.store().getParent());
  }

  @Test
  void aTableThatDoesNotFitIsLeftAsItIs() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      Files.createDirectories(space.path("out"));
      space.database().execute("CREATE TABLE records (id INT)", "INSERT INTO records VALUES (-7)");
      said(space.runUnder(Terms.USUAL), 2, "error TM-401", "ALTER TABLE", "ADD COLUMN \"text\"");
      assertThat(space.database().rows("SELECT * FROM records")).containsExactly("-7");
      space.database().execute("ALTER TABLE records ADD COLUMN text TEXT", "DELETE FROM records");
      completes(space);
      assertThat(space.database().rows(ALL)).containsExactly(EXPECTED);
    }
  }

  @Test
  void aTargetThatSomebodyElseHoldsIsNamedAndTheNextRunIsExact() throws Exception {
    try (Workspace space =
        space(FLOW.replace("type: file", "type: file\n    rate: 4000") + TABLE)) {
      Files.createDirectories(space.path("out"));
      space.database().execute("PRAGMA journal_mode = WAL", "CREATE TABLE other (a)");
      try (SqliteFile.Lock held = space.database().lock()) {
        assertThat(held.connection().isClosed()).isFalse();
        said(space.runUnder(Terms.USUAL), 3, "error TM-301", "out/packages.db is locked");
      }
      Child child = space.runUnder(Terms.USUAL);
      Await.until(
          "some rows", () -> space.database().number("SELECT count(*) FROM records") > 1_000);
      try (SqliteFile.Lock held = space.database().lock()) {
        assertThat(held.connection().isClosed()).isFalse();
        said(child, 1, "error TM-301", "out/packages.db is locked");
      }
      long rows = space.database().number("SELECT count(*) FROM records");
      assertThat(space.database().rows(ALL)).containsExactly(prefix(rows));
      space.flow(FLOW + TABLE);
      completes(space);
      assertThat(space.database().rows(ALL)).containsExactly(EXPECTED);
    }
  }

  @Test
  void aStoreThatSomebodyElseHoldsIsNamed() throws Exception {
    try (Workspace space = space(FLOW + TABLE)) {
      completes(space);
      Files.writeString(
          space.path("input.jsonl"), "{\"id\":0}\n", java.nio.file.StandardOpenOption.APPEND);
      try (SqliteFile.Lock held = space.books().lock()) {
        assertThat(held.connection().isClosed()).isFalse();
        said(space.runUnder(Terms.USUAL), 3, "error TM-701", "state.db", "another program");
      }
      completes(space);
      assertThat(space.database().number("SELECT count(*) FROM records")).isEqualTo(RECORDS + 1L);
    }
  }

  @Test
  void aRecordLargerThanMemoryIsSaidAndCanBeSetAside() throws Exception {
    try (Workspace space = space(FLOW.replace("500ms", "500ms, max_record_bytes: 1GB") + TABLE)) {
      try (OutputStream out = Files.newOutputStream(space.path("input.jsonl"))) {
        byte[] piece = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 60; i++) {
          out.write(piece);
        }
        out.write("\n{\"id\":1}\n".getBytes(StandardCharsets.UTF_8));
      }
      said(space.runUnder(Terms.heap(64)), 1, "error TM-902", "max_record_bytes");
      space.flow(FLOW + TABLE);
      Child child = space.runUnder(Terms.heap(64));
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(space.database().rows("SELECT id FROM records")).containsExactly("1");
      assertThat(space.books().number("SELECT count(*) FROM dead_letter")).isOne();
    }
  }

  private Workspace space(String flow) throws IOException {
    Workspace space = new Workspace(folder);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      lines.add("{\"id\":" + i + ",\"text\":\"" + PADDING + "\"}");
    }
    space.write("input.jsonl", lines);
    space.flow(flow);
    return space;
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void completes(Workspace space) {
    Child child = space.runUnder(Terms.USUAL);
    assertThat(child.exit()).as(child.said()).isZero();
  }

  /** It ended with this code and these words, and shows nobody its insides. */
  private static void said(Child child, int exit, String... words) {
    assertThat(child.exit()).as(child.said()).isEqualTo(exit);
    assertThat(child.said()).contains(words).doesNotContain("\tat ", "Exception", "java.io.IO");
  }
}
