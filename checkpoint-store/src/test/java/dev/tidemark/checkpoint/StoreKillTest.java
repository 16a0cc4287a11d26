package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store left by a killed process opens clean, with all that was confirmed and nothing by half.
 */
class StoreKillTest {

  private static final int CHAPTERS = 3;
  private static final String SAVED = "saved ";

  @TempDir private Path folder;
  private final List<Integer> found = new ArrayList<>();
  private int confirmed;
  private boolean watching;

  /**
   * The files are copied at each beginning and end of a statement: what a kill would leave there.
   */
  @Test
  void anyTwoStatements() throws IOException {
    Path file = folder.resolve("state.db");
    StatementListener copying = new StatementListener(event -> crash(file, event));
    watching = true;
    try (CheckpointStore store = open(file, copying)) {
      Lease lease = Story.own(store);
      for (int i = 1; i <= CHAPTERS; i++) {
        assertThat(Story.tell(store, lease, i)).isEqualTo(i);
        confirmed = i;
      }
      store.release(lease);
    }
    watching = false;
    assertThat(found).hasSizeGreaterThan(100).isSorted().contains(0, 1, 2, CHAPTERS);
  }

  @Test
  void aProcessThatHaltsAtAnyStatement() throws Exception {
    Random random = seeded();
    Path file = folder.resolve("state.db");
    for (int kill = 0; kill < 4; kill++) {
      int last = tellAndDie(file, 60 + random.nextInt(400), Integer.MAX_VALUE);
      assertOpensClean(file, last);
    }
  }

  @Test
  void aProcessThatIsKilledAtAnyMoment() throws Exception {
    Random random = seeded();
    Path file = folder.resolve("state.db");
    for (int kill = 0; kill < 3; kill++) {
      int last = tellAndDie(file, 0, 1 + random.nextInt(20));
      assertOpensClean(file, last);
    }
  }

  @Test
  void aDiskThatTakesNoMore() throws Exception {
    Path file = folder.resolve("state.db");
    String java = String.join("' '", command(file, 0, "letters"));
    Process process =
        new ProcessBuilder("bash", "-c", "trap '' XFSZ; ulimit -f 8192; exec '" + java + "'")
            .redirectErrorStream(true)
            .start();
    List<String> said;
    try (BufferedReader output = process.inputReader()) {
      said = output.lines().filter(line -> line.matches("(saved|refused) .*")).toList();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(said.getLast())
        .startsWith("refused FULL")
        .contains(file.toRealPath().toString(), "nothing was saved");
    long saved = said.size() - 1L;
    assertThat(saved).isPositive();
    try (CheckpointStore store = open(file)) {
      assertThat(store.deadLetters("flow/1")).isEqualTo(saved);
      Story.goesOn(store);
    }
  }

  private void crash(Path file, int event) {
    if (!watching) {
      return;
    }
    Path left = folder.resolve("crash-" + event);
    try {
      Files.createDirectory(left);
      for (String name : List.of("state.db", "state.db-wal")) {
        if (Files.exists(file.resolveSibling(name))) {
          Files.copy(file.resolveSibling(name), left.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    try (CheckpointStore store = open(left.resolve("state.db"))) {
      int chapters = Story.chapters(store);
      assertThat(chapters).isBetween(confirmed, confirmed + 1);
      found.add(chapters);
      Story.goesOn(store);
    }
  }

  private void assertOpensClean(Path file, int confirmedLast) {
    try (CheckpointStore store = open(file)) {
      int chapters = Story.chapters(store);
      assertThat(chapters).isBetween(Math.max(confirmed, confirmedLast), confirmedLast + 1);
      Story.goesOn(store);
      confirmed = chapters + 1;
    }
  }

  /** Answers the last chapter that the process, or one before it, is known to have saved. */
  private int tellAndDie(Path file, int haltAt, int chapters) throws Exception {
    Process process =
        new ProcessBuilder(command(file, haltAt, "chapters")).redirectErrorStream(true).start();
    int last = confirmed;
    int seen = 0;
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null) {
        if (line.startsWith(SAVED)) {
          last = Integer.parseInt(line.substring(SAVED.length()));
          seen++;
          if (seen == chapters) {
            process.destroyForcibly();
          }
        }
        line = output.readLine();
      }
    } catch (IOException closedByTheKill) {
      assertThat(seen).isGreaterThanOrEqualTo(chapters);
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    return last;
  }

  private static List<String> command(Path file, int haltAt, String what) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:-UsePerfData",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        StoryTeller.class.getName(),
        file.toString(),
        Integer.toString(haltAt),
        what);
  }

  private static Random seeded() {
    long seed = System.nanoTime();
    System.out.println("StoreKillTest seed " + seed);
    return new Random(seed);
  }

  private static CheckpointStore open(Path file, org.jooq.ExecuteListener... listeners) {
    return StoreUrl.sqlite(
        file, StoreSchema.CURRENT, Duration.ofSeconds(5), InstantSource.system(), listeners);
  }
}
