package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code kill -9}, and the same command again: nothing is lost, nothing comes twice. */
@Execution(ExecutionMode.CONCURRENT)
class KillIT {

  private static final int KILLS = 20;
  private static final int MIDDLE_KILLS = 16;
  private static final int KILLED = 137;
  private static final int RECORDS = 63_432;
  private static final int RATE = 12_000;
  private static final int WINDOW = 1_000 + 250;

  @TempDir private Path folder;

  /** When a process is killed: after so many more records, and then so much later. */
  private record Moment(long records, Duration later) {

    /** Most of them after some records, the others while the process starts. */
    static Moment random(SplittableRandom random, int number, long all) {
      return number % 5 == 4
          ? new Moment(0, Duration.ofMillis(random.nextInt(50, 1500)))
          : new Moment(
              1 + random.nextLong(all / (MIDDLE_KILLS + 4)),
              Duration.ofNanos(random.nextLong(60_000_000)));
    }
  }

  @Test
  void aRunKilledTwentyTimesLeavesWhatAnUndisturbedOneDoes() throws Exception {
    long seed = Long.getLong("tidemark.seed", System.nanoTime());
    System.out.println("killed by seed " + seed + " (-Dtidemark.seed=" + seed + ")");
    SplittableRandom random = new SplittableRandom(seed);
    Targets undisturbed = undisturbed();
    try (Workspace space = space("killed", RATE)) {
      List<Map<String, String>> standings = new ArrayList<>();
      int inTheMiddle = 0;
      Watch watch = new Watch(space);
      for (int i = 0; i < KILLS; i++) {
        kill(space, watch, Moment.random(random, i, RECORDS));
        standings.add(watch.look());
        long rows = space.database().number("SELECT count(*) FROM packages");
        inTheMiddle += rows > 0 && rows < undisturbed.rows().size() ? 1 : 0;
      }
      Child last = space.run("--quiet");
      Await.until("the end", () -> !watch.look().isEmpty() && !last.alive());
      assertThat(last.exit()).as(last.said()).isZero();
      assertThat(inTheMiddle).isGreaterThanOrEqualTo(15);
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(Files.readAllBytes(space.listing()))
          .isEqualTo(Files.readAllBytes(folder.resolve("undisturbed/out/listing.jsonl")));
      assertStory(space, standings);
    }
  }

  private Targets undisturbed() throws Exception {
    try (Workspace space = space("undisturbed", SampleFlow.UNTHROTTLED)) {
      Child child = space.run("--quiet");
      assertThat(child.exit()).as(child.said()).isZero();
      Targets targets = space.targets();
      assertThat(targets.rows()).hasSizeGreaterThan(20_000);
      assertThat(targets.listing()).hasSizeGreaterThan(20_000);
      return targets;
    }
  }

  private static void kill(Workspace space, Watch watch, Moment moment) throws Exception {
    watch.look();
    long before = watch.covered();
    Child child = space.run("--quiet");
    Await.until(
        "progress of " + moment,
        () -> {
          watch.look();
          return moment.records() == 0
              || watch.covered() >= before + moment.records()
              || !child.alive();
        });
    LockSupport.parkNanos(moment.later().toNanos());
    child.kill();
    assertThat(child.exit()).as(child.said()).isEqualTo(KILLED);
  }

  /** One run, crashed and resumed from exactly where the sinks stood, and at last completed. */
  private static void assertStory(Workspace space, List<Map<String, String>> standings)
      throws Exception {
    Child history = space.command(List.of("history", "flow.yaml", "--json"));
    assertThat(history.exit()).as(history.said()).isZero();
    JsonNode runs = Packages.JSON.readTree(history.out()).path("runs");
    assertThat(runs).as(history.out()).hasSize(1);
    List<String> kinds = new ArrayList<>();
    List<String> resumes = new ArrayList<>();
    for (JsonNode note : runs.path(0).path("notes")) {
      String kind = note.path("kind").asText();
      kinds.add(kind);
      if (kind.equals("resumed")) {
        resumes.add(note.path("text").asText());
      }
    }
    System.out.println("the story: " + String.join(" ", kinds));
    assertThat(runs.path(0).path("state").asText()).isEqualTo("completed");
    assertThat(kinds).startsWith("started").endsWith("completed");
    kinds.removeAll(List.of("reconciled", "started", "completed"));
    assertThat(kinds).hasSizeBetween(2 * 15, 2 * KILLS);
    for (int i = 0; i < kinds.size(); i++) {
      assertThat(kinds.get(i)).isEqualTo(i % 2 == 0 ? "crashed" : "resumed");
    }
    for (String resume : resumes) {
      assertThat(standings).as(resume).anyMatch(standing -> names(resume, standing));
    }
  }

  /** A sink that has not begun stands where the file begins. */
  private static boolean names(String resume, Map<String, String> standing) {
    return List.of("warehouse", "listing").stream()
        .allMatch(
            sink ->
                (resume + ",")
                    .matches(
                        "(?s).*"
                            + sink
                            + " at [^ ]*@\\Q"
                            + standing.getOrDefault(sink, "o0")
                            + "\\E,.*"));
  }

  @Test
  void eachKillRereadsOneWindowAtTheMost() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    try (Workspace space = space("traced", RATE)) {
      Position reached = Position.parse("o0");
      for (int i = 0; i < 5; i++) {
        Watch watch = new Watch(space);
        watch.look();
        long before = watch.covered();
        Child child = space.listened("trace");
        long more = 500 + random.nextLong(4_000);
        Await.until(
            "progress",
            () -> !watch.look().isEmpty() && watch.covered() >= before + more || !child.alive());
        child.kill();
        List<String[]> reads = reads(child);
        assertThat(reads).isNotEmpty();
        Position from = Position.parse(reads.getFirst()[1]);
        assertThat(from.record()).isGreaterThanOrEqualTo(reached.record() - WINDOW);
        assertThat(from.record()).isLessThanOrEqualTo(reached.record());
        reached = Position.parse(reads.getLast()[2]);
        watch.look();
        assertThat(reached.record() - watch.covered()).isBetween(0L, (long) WINDOW);
      }
      assertThat(reached.record()).isLessThan(RECORDS);
    }
  }

  private static List<String[]> reads(Child child) {
    return child
        .out()
        .lines()
        .filter(line -> line.matches("read \\S+ \\S+ \\d+"))
        .map(line -> line.split(" "))
        .toList();
  }

  private Workspace space(String name, int rate) throws Exception {
    Workspace space = new Workspace(folder.resolve(name));
    Path input = Packages.example().resolve("packages.jsonl.gz");
    Files.copy(input, space.path("packages.jsonl.gz"));
    space.flow(SampleFlow.LARGE_AND_SMALL.formatted(rate, "packages.jsonl.gz"));
    return space;
  }
}
