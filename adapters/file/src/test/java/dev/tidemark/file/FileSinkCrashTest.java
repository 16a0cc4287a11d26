package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stops the sink after every single change of a file, and lets another owner go on. */
class FileSinkCrashTest {

  private static final Schema SCHEMA = Fixture.schema("id:int64");
  private static final Partition PARTITION = new Partition("in", "a.jsonl#0-0000000000000000");
  private static final int BATCHES = 4;
  private static final String EXPECTED =
      String.join(
          "", IntStream.range(0, BATCHES * 2).mapToObj(id -> "{\"id\":" + id + "}\n").toList());

  /** Power went off. */
  private static final class Halt extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Throws at the {@code at}-th change. */
  private static final class HaltAt implements Consumer<String> {
    private final List<String> steps = new ArrayList<>();
    private final int at;

    private HaltAt(int at) {
      this.at = at;
    }

    @Override
    public void accept(String step) {
      steps.add(step);
      if (steps.size() == at) {
        throw new Halt();
      }
    }
  }

  @Test
  void aKilledOwnerIsFollowedUpExactly() throws Exception {
    int steps = undisturbedSteps();
    for (int at = 1; at <= steps; at++) {
      Path target = Fixture.folder().resolve("out.jsonl");
      run(target, 1, 1, new HaltAt(at), true);
      run(target, 2, 1, new HaltAt(0), true);
      assertWhole(target);
    }
  }

  @Test
  void ownersKilledAgainAndAgainAreFollowedUpExactly() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      Path target = Fixture.folder().resolve("out.jsonl");
      long epoch = 1;
      while (!run(target, epoch, 1, new HaltAt(1 + random.nextInt(40)), true)) {
        leaveGarbage(target, random);
        epoch += 1 + random.nextInt(2);
      }
      assertWhole(target);
    }
  }

  @Test
  void aFrozenOwnerIsPassedByAndCanWriteNothingMore() throws Exception {
    int steps = undisturbedSteps();
    for (int at = 1; at <= steps; at++) {
      Path target = Fixture.folder().resolve("out.jsonl");
      HaltAt once = new HaltAt(at);
      FileSink frozen = sink(target, once);
      attempt(frozen, 1, 1);
      run(target, 2, 1, new HaltAt(0), true);
      assertThatThrownBy(() -> attemptAgain(frozen, new Owner(1, "owner-1")))
          .isInstanceOf(ConnectorException.Fenced.class);
      assertWhole(target);
      frozen.close();
    }
  }

  @Test
  void aNewGenerationReplacesTheFileWholeWhereverItIsStopped() throws Exception {
    Path model = Fixture.folder().resolve("out.jsonl");
    run(model, 1, 1, new HaltAt(0), true);
    HaltAt counting = new HaltAt(0);
    run(model, 2, 2, counting, true);
    for (int at = 1; at <= counting.steps.size(); at++) {
      Path target = Fixture.folder().resolve("out.jsonl");
      run(target, 1, 1, new HaltAt(0), true);
      run(target, 2, 2, new HaltAt(at), true);
      // Whatever happens to the second load, the target is never anything but whole.
      assertThat(Files.readString(target)).isEqualTo(EXPECTED);
      run(target, 3, 2, new HaltAt(0), true);
      assertWhole(target);
    }
  }

  private static int undisturbedSteps() throws Exception {
    HaltAt counting = new HaltAt(0);
    Path target = Fixture.folder().resolve("out.jsonl");
    assertThat(run(target, 1, 1, counting, true)).isTrue();
    assertWhole(target);
    assertThat(counting.steps).hasSizeGreaterThan(25);
    return counting.steps.size();
  }

  private static void assertWhole(Path target) throws Exception {
    assertThat(Files.readString(target)).isEqualTo(EXPECTED);
    Path letters = target.resolveSibling("out.jsonl.dead-letters.jsonl");
    assertThat(Files.readAllLines(letters)).hasSize(BATCHES / 2);
    try (Stream<Path> files = Files.list(target.getParent())) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  /** Bytes that a killed writer got onto the disk, but never confirmed. */
  private static void leaveGarbage(Path target, Random random) throws Exception {
    try (Stream<Path> files = Files.list(target.getParent())) {
      for (Path part : files.filter(file -> file.toString().endsWith(".part")).toList()) {
        if (random.nextBoolean()) {
          Files.writeString(part, "{\"id\":", java.nio.file.StandardOpenOption.APPEND);
        }
      }
    }
  }

  private static FileSink sink(Path target, Consumer<String> hook) {
    var settings =
        Fixture.settings(new FileSinkType().settings(), Map.of("path", target, "format", "jsonl"));
    return new FileSink(new StageContext("orders", "out", false, settings, 1024), hook);
  }

  /** Answers whether it got to the end. */
  private static boolean run(Path target, long epoch, long generation, HaltAt hook, boolean dies)
      throws Exception {
    FileSink sink = sink(target, hook);
    boolean finished = attempt(sink, epoch, generation);
    if (dies) {
      sink.close();
    }
    return finished;
  }

  private static boolean attempt(FileSink sink, long epoch, long generation) throws Exception {
    try {
      deliver(sink, new Owner(epoch, "owner-" + epoch), generation);
      return true;
    } catch (Halt e) {
      return false;
    }
  }

  private static void attemptAgain(FileSink sink, Owner owner) throws Exception {
    sink.finish(owner);
  }

  /** What the engine does, from wherever the sink stands. */
  private static void deliver(FileSink sink, Owner owner, long generation) throws Exception {
    sink.prepare(SCHEMA);
    sink.claim(owner);
    PositionRow start = new PositionRow(PARTITION, 0, new Position("o0"), "", 0, 0, Instant.EPOCH);
    sink.open(new Opening(owner, generation, 1, "{}", Vector.of(start)));
    Standing standing = sink.lookUp();
    if (standing.complete()) {
      return;
    }
    int from = Integer.parseInt(standing.rows().get(0).position().text().substring(1));
    for (int batch = from; batch < BATCHES; batch++) {
      sink.write(delivery(owner, generation, batch));
    }
    sink.finish(owner);
    sink.finish(owner);
  }

  private static Delivery delivery(Owner owner, long generation, int batch) {
    Position from = new Position("o" + batch);
    Position to = new Position("o" + (batch + 1));
    Move move = new Move(PARTITION, 0, from, to, "key-" + batch, 2, 2, Instant.EPOCH);
    Object[][] rows = {{batch * 2L}, {batch * 2L + 1}};
    List<DeadLetter> letters =
        batch % 2 == 0
            ? List.of()
            : List.of(
                new DeadLetter(
                    "orders-1",
                    "out",
                    generation,
                    PARTITION,
                    from,
                    0,
                    "a.jsonl:1",
                    "bad",
                    1,
                    new byte[] {(byte) 0xFF},
                    Instant.EPOCH));
    return new Delivery(
        owner,
        generation,
        List.of(move),
        List.of(new RowBatch(SCHEMA, rows, new int[] {0, 1}, 2)),
        letters);
  }
}
