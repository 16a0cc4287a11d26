package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of dead letters that are killed, and done again. */
class ReplayKillIT {

  private static final int RECORDS = 4_000;
  private static final int KILLS = 6;
  private static final String FLOW =
      """
      name: sample
      execution: { max_dead_letters: 100000 }
      stages:
        - { name: in, type: file, config: { path: in.jsonl } }
        - name: cast
          type: sql
          on_error: dead_letter
          config: { query: "SELECT id, AMOUNT AS amount FROM input" }
        - { name: both, type: broadcast, config: { routes: [warehouse, listing] } }
        - name: warehouse
          type: sqlite
          on_error: dead_letter
          config: { connection: { kind: sqlite, path: out/packages.db }, table: orders }
        - { name: listing, type: file, kind: sink, config: { path: out/listing.jsonl } }
      """;

  @TempDir private Path folder;

  @Test
  void aReplayKilledInTheMiddleAndDoneAgainHasOneEffect() throws Exception {
    long seed = Long.getLong("tidemark.seed", System.nanoTime());
    System.out.println("killed by seed " + seed + " (-Dtidemark.seed=" + seed + ")");
    SplittableRandom random = new SplittableRandom(seed);
    try (Workspace space = new Workspace(folder)) {
      space.write("in.jsonl", lines());
      space.flow(FLOW.replace("AMOUNT", "CAST(amount AS BIGINT)"));
      Child run = space.run("--quiet");
      assertThat(run.exit()).as(run.said()).isZero();
      long waiting = waiting(space);
      assertThat(waiting).isEqualTo(RECORDS / 2);

      space.flow(FLOW.replace("AMOUNT", "CAST(replace(amount, 'x', '') AS BIGINT)"));
      int inTheMiddle = 0;
      for (int i = 0; i < KILLS; i++) {
        Child replay = space.command(List.of("dead-letters", "replay", "flow.yaml"));
        long before = rows(space);
        Await.until("a first effect", () -> rows(space) > before || !replay.alive());
        LockSupport.parkNanos(Duration.ofMillis(random.nextLong(40)).toNanos());
        replay.kill();
        long left = waiting(space);
        inTheMiddle += left > 0 ? 1 : 0;
      }
      assertThat(inTheMiddle).as("killed while letters were left").isPositive();
      Child last = space.command(List.of("dead-letters", "replay", "flow.yaml"));
      assertThat(last.exit()).as(last.said()).isZero();
      assertThat(waiting(space)).isZero();
      assertThat(rows(space)).isEqualTo(RECORDS);
      assertThat(space.database().number("SELECT count(DISTINCT id) FROM orders"))
          .isEqualTo(RECORDS);
      assertThat(Files.readAllLines(space.listing())).hasSize(RECORDS).doesNotHaveDuplicates();
    }
  }

  private static List<String> lines() {
    return new ArrayList<>(
        IntStream.range(0, RECORDS)
            .mapToObj(
                id -> "{\"id\":%d,\"amount\":\"%s%d\"}".formatted(id, id % 2 == 0 ? "x" : "", id))
            .toList());
  }

  private static long rows(Workspace space) {
    return space.database().number("SELECT count(*) FROM orders");
  }

  private static long waiting(Workspace space) {
    return space.books().number("SELECT count(*) FROM dead_letter WHERE state = 'waiting'");
  }
}
