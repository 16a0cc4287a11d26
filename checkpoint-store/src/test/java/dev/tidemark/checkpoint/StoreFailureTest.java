package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.CheckpointStoreContract.own;
import static dev.tidemark.checkpoint.Histories.PARTITION;
import static dev.tidemark.checkpoint.Histories.TIME;
import static dev.tidemark.checkpoint.Histories.batch;
import static dev.tidemark.checkpoint.Histories.entry;
import static dev.tidemark.checkpoint.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.checkpoint.StoreException.Kind;
import dev.tidemark.coordinator.Position;
import dev.tidemark.lifecycle.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the way is said, with where and what to do; nothing is damaged. */
class StoreFailureTest {

  private static final int LATEST = StoreSchema.CURRENT.steps().size();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void choose() {
    file = folder.resolve("state.db");
  }

  @Test
  void aFolderIsNoStore() {
    StoreException refused = refusal(() -> open(folder));
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(refused.reason()).contains(folder.toString(), "name a file in it");
  }

  @Test
  void aFileThatIsNoDatabaseIsLeftAlone() throws IOException {
    String text = "name,size\n" + "bash,1024\n".repeat(500);
    Files.writeString(file, text);
    StoreException refused = refusal(() -> open(file));
    assertThat(refused.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(refused.reason()).contains(file.toString(), "no SQLite database");
    assertThat(file).hasContent(text);
  }

  @Test
  void somebodyElsesDatabaseIsLeftAlone() throws IOException, SQLException {
    change("create table users (id integer)");
    byte[] before = Files.readAllBytes(file);
    StoreException refused = refusal(() -> open(file));
    assertThat(refused.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(refused.reason()).contains(file.toString(), "not a Tidemark store");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void anEmptyFileBecomesAStore() throws IOException {
    Files.createFile(file);
    try (CheckpointStore store = open(file)) {
      assertThat(store.pipelines()).isEmpty();
    }
  }

  @Test
  void aNewerStoreIsRefusedAndLeftAlone() throws IOException, SQLException {
    open(file).close();
    change("update store set version = 99");
    byte[] before = Files.readAllBytes(file);
    StoreException refused = refusal(() -> open(file));
    assertThat(refused.kind()).isEqualTo(Kind.NEWER);
    assertThat(refused.reason())
        .contains(file.toString(), "version 99", "knows " + LATEST, "use that version");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private static StoreSchema withStep(String step) {
    List<String> steps = new ArrayList<>(StoreSchema.CURRENT.steps());
    steps.add(step);
    return new StoreSchema(steps);
  }

  @Test
  void anOlderStoreIsUpgradedAndKeepsWhatItHolds() {
    StoreSchema newer = withStep("further_step.sql");
    Runtime runtime = batch(running(), 1);
    String id;
    try (CheckpointStore store = open(file)) {
      id = store.id();
      store.save(own(store), entry(1, runtime));
    }
    for (int opening = 0; opening < 2; opening++) {
      try (CheckpointStore store = open(file, newer)) {
        assertThat(store.id()).isEqualTo(id);
        assertThat(store.load("flow/1").orElseThrow().runtime()).isEqualTo(runtime);
      }
    }
    assertThat(refusal(() -> open(file)).reason())
        .contains("version " + (LATEST + 1), "knows " + LATEST);
  }

  @Test
  void anUpgradeThatFailsChangesNothing() {
    open(file).close();
    StoreSchema broken = withStep("broken_step.sql");
    assertThat(refusal(() -> open(file, broken)).kind()).isEqualTo(Kind.UNUSABLE);
    try (SqliteDatabase database =
        SqliteDatabase.open(file, Duration.ZERO, InstantSource.system())) {
      assertThat(database.<Boolean>read(sql -> database.hasTable(sql, "half_done"))).isFalse();
    }
    open(file).close();
  }

  @Test
  void aStoreThatAnotherProgramLocksIsAway() throws SQLException {
    Duration patience = Duration.ofMillis(50);
    try (CheckpointStore store =
            StoreUrl.sqlite(file, StoreSchema.CURRENT, patience, InstantSource.system());
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      Lease lease = own(store);
      statement.execute("begin immediate");
      StoreException refused = refusal(() -> store.save(lease, entry(1, running())));
      assertThat(refused.kind()).isEqualTo(Kind.AWAY);
      assertThat(refused.reason()).contains(file.toString(), "locked");
      statement.execute("rollback");
      store.save(lease, entry(1, running()));
      assertThat(store.load("flow/1")).isPresent();
    }
  }

  @Test
  void aFullDiskSavesNothing() {
    assertPragmaRefuses("pragma max_page_count = 30", Kind.FULL, "disk is full");
  }

  @Test
  void aReadOnlyFileSavesNothing() {
    assertPragmaRefuses("pragma query_only = on", Kind.UNUSABLE, "read-only");
  }

  @Test
  void aFolderThatCantBeWrittenIsNamed() {
    Path inside = Path.of("/proc/tidemark/state.db");
    assumeThat(Path.of("/proc/self")).exists();
    StoreException refused = refusal(() -> open(inside));
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(refused.reason()).contains(inside.toString(), "folder");
    Path file = Path.of("/proc/state.db");
    assertThat(refusal(() -> open(file)).kind()).isEqualTo(Kind.UNUSABLE);
  }

  private void assertPragmaRefuses(String pragma, Kind kind, String reason) {
    open(file).close();
    Runtime runtime = batch(running(), 1);
    byte[] large = new byte[1 << 20];
    try (SqliteDatabase database =
            SqliteDatabase.open(file, Duration.ZERO, InstantSource.system());
        CheckpointStore store = new JooqCheckpointStore(database, "id")) {
      Lease lease = own(store);
      store.save(lease, entry(1, runtime));
      database.read(sql -> sql.fetch(pragma));
      StoreException refused = refusal(() -> store.keep(lease, List.of(letter(large))));
      assertThat(refused.kind()).isEqualTo(kind);
      assertThat(refused.reason()).contains(file.toString(), reason, "nothing was saved");
      assertThat(store.deadLetters("flow/1")).isZero();
      assertThat(store.load("flow/1").orElseThrow().runtime()).isEqualTo(runtime);
    }
    try (CheckpointStore store = open(file)) {
      assertThat(store.keep(own(store), List.of(letter(large)))).isEqualTo(1);
    }
  }

  private static DeadLetter letter(byte[] payload) {
    Position position = new Position("3");
    return new DeadLetter(
        "flow/1-1", "left", 1, PARTITION, position, 0, "a:3", "bad", 1, payload, TIME);
  }

  @Test
  void aFolderThatCantBeMadeIsNamed() throws IOException {
    Files.createFile(folder.resolve("plain"));
    Path inside = folder.resolve("plain/state.db");
    StoreException refused = refusal(() -> open(inside));
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(refused.reason()).contains(inside.toString(), "folder");
  }

  @Test
  void aDamagedStoreIsForeign() throws IOException {
    open(file).close();
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    StoreException refused = refusal(() -> open(file));
    assertThat(refused.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void urlsThatNameNoStoreAreRefusedWithoutTheirSecrets() {
    assertThat(refusal(() -> new StoreUrl("sqlite:").open()).reason()).contains("sqlite:PATH");
    StoreException refused = refusal(() -> new StoreUrl("redis://user:secret@host/1").open());
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(refused.reason()).contains("redis://").doesNotContain("secret");
  }

  @Test
  void aUrlMayBeAPathOrStayInMemory() {
    try (CheckpointStore store = new StoreUrl(file.toString()).open();
        CheckpointStore memory = new StoreUrl("memory:").open()) {
      assertThat(store.location()).isEqualTo("sqlite:" + file.toAbsolutePath());
      assertThat(memory.location()).isEqualTo("memory:");
    }
  }

  private static CheckpointStore open(Path path) {
    return new StoreUrl("sqlite:" + path).open();
  }

  private static CheckpointStore open(Path path, StoreSchema schema) {
    return StoreUrl.sqlite(path, schema, Duration.ofSeconds(1), InstantSource.system());
  }

  private void change(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement change = connection.createStatement()) {
      change.execute(statement);
    }
  }

  private static StoreException refusal(ThrowingCallable call) {
    StoreException refused = catchThrowableOfType(StoreException.class, call);
    assertThat(refused).as("a refusal").isNotNull();
    return refused;
  }
}
