package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Two loads into one target by owners who come to grief: killed, without power, refused by the
 * disk, or frozen in the middle of a change while others go on. Drawn from a seed; {@link #play}
 * fails when a record is lost, comes twice, or was confirmed and isn't there any more.
 */
final class SinkStory {

  private static final Schema SCHEMA = Fixture.schema("id:int64");
  private static final Partition PARTITION = new Partition("in", "a.jsonl#0-0000000000000000");
  private static final Path FOLDER = Path.of("/data/out");
  private static final int RECORDS = 14;
  private static final int GENERATIONS = 2;

  /** The process ends here. */
  private static final class Halt extends Error {
    private static final long serialVersionUID = 1L;
    private final boolean withPower;

    private Halt(boolean withPower) {
      super(withPower ? "killed" : "power lost", null, false, false);
      this.withPower = withPower;
    }
  }

  private enum Fault {
    NONE,
    KILLED,
    POWER_LOST,
    REFUSED,
    FROZEN
  }

  /** Rows of a generation are told apart from another's. */
  private record Confirmed(long generation, int position) {}

  private final Random random;
  private final SimulatedDisk disk;
  private final String name;
  private final List<String> told = new ArrayList<>();
  private final Map<Path, List<Long>> seen = new HashMap<>();
  private Instant now = Instant.EPOCH;
  private long epoch;
  private long generation;
  private Confirmed confirmed = new Confirmed(0, 0);
  private boolean finished;

  /**
   * A story.
   *
   * @param name the target's
   * @param careless the syncs that do nothing
   */
  SinkStory(long seed, String name, Predicate<String> careless) {
    this.random = new Random(seed);
    this.disk = new SimulatedDisk(random);
    this.name = name;
    disk.skipping(careless);
  }

  @Override
  public String toString() {
    return String.join("\n", told);
  }

  void play() throws Exception {
    for (generation = 1; generation <= GENERATIONS; generation++) {
      finished = false;
      confirmed = new Confirmed(generation, 0);
      int troubles = random.nextInt(4);
      for (int i = 0; i < troubles; i++) {
        owner(Fault.values()[random.nextInt(Fault.values().length)], 1);
      }
      owner(Fault.NONE, 0);
      assertThat(finished).as("the last owner comes through").isTrue();
      if (random.nextInt(3) == 0) {
        tell("power lost after the end");
        disk.losePower();
      }
      assertExact();
    }
  }

  private void tell(String what) {
    told.add(what);
  }

  /** One owner, from its claim to its end. */
  private void owner(Fault fault, int depth) throws Exception {
    Owner owner = new Owner(++epoch, "owner-" + epoch);
    int at = 1 + random.nextInt(70);
    tell("owner " + owner.epoch() + " of load " + generation + ", " + fault + " at change " + at);
    Object before = disk.enter(owner);
    int[] steps = {0};
    disk.beforeEach(change -> step(change, ++steps[0] == at ? fault : Fault.NONE, owner, depth));
    FileSink sink = sink();
    try {
      deliver(sink, owner);
      sink.close();
    } catch (ConnectorException.Fenced superseded) {
      assertThat(epoch).as(superseded.reason()).isGreaterThan(owner.epoch());
      tell("owner " + owner.epoch() + " finds itself superseded");
      sink.close();
    } catch (Halt halt) {
      tell("owner " + owner.epoch() + ": " + halt.getMessage());
      if (!halt.withPower) {
        disk.losePower();
      }
      if (depth == 0 && fault == Fault.NONE) {
        throw halt;
      }
    } finally {
      disk.kill(owner);
      disk.enter(before);
      disk.beforeEach(change -> {});
    }
  }

  private void step(String change, Fault fault, Owner owner, int depth) throws IOException {
    watchBefore(change);
    if (fault != Fault.NONE) {
      tell("  " + fault + " before: " + change);
    }
    switch (fault) {
      case NONE -> {}
      case KILLED -> throw new Halt(true);
      case POWER_LOST -> throw new Halt(false);
      case REFUSED -> throw new IOException("No space left on device");
      case FROZEN -> passedBy(owner, depth);
    }
  }

  /** Others come and go while this owner stands still; then it wakes up. */
  private void passedBy(Owner owner, int depth) {
    try {
      for (int i = random.nextInt(2); i >= 0; i--) {
        owner(random.nextBoolean() ? Fault.NONE : Fault.KILLED, depth + 1);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    Object unused = disk.enter(owner);
    disk.beforeEach(this::watchBefore);
    tell("owner " + owner.epoch() + " wakes up");
  }

  private boolean rolled() {
    return name.contains("{sequence}");
  }

  private FileSink sink() {
    Map<String, Object> given = new HashMap<>(Map.of("path", FOLDER.resolve(name)));
    if (rolled()) {
      String records = String.valueOf(1 + random.nextInt(6));
      given.put("roll", Map.of("records", records, "bytes", "60", "every", "10s"));
    }
    var settings = Fixture.settings(new FileSinkType().settings(), given);
    return FileSink.open(new StageContext("orders", "out", false, settings, 1024), disk, () -> now);
  }

  /** What the engine does, from wherever the sink stands. */
  private void deliver(FileSink sink, Owner owner) throws Exception {
    persist(() -> sink.claim(owner));
    persist(() -> sink.prepare(SCHEMA));
    PositionRow start = new PositionRow(PARTITION, 0, position(0), "", 0, 0, Instant.EPOCH);
    Opening opening = new Opening(owner, generation, generation, "{}", Vector.of(start));
    persist(() -> sink.open(opening));
    int from = standsAt(sink);
    assertThat(from).as("what was confirmed lasts").isGreaterThanOrEqualTo(confirmed.position());
    while (from < RECORDS) {
      now = now.plusSeconds(random.nextInt(6));
      if (random.nextInt(6) == 0) {
        sink.tick();
      }
      int to = Math.min(RECORDS, from + 1 + random.nextInt(5));
      Delivery delivery = delivery(owner, from, to);
      persist(() -> write(sink, delivery, to));
      from = to;
      confirm(to);
    }
    persist(() -> sink.finish(owner));
    finished = true;
  }

  private void confirm(int position) {
    confirmed = new Confirmed(generation, Math.max(confirmed.position(), position));
  }

  private int standsAt(FileSink sink) throws Exception {
    AtomicReference<Standing> found = new AtomicReference<>();
    persist(() -> found.set(sink.lookUp()));
    Standing standing = found.get();
    assertThat(standing.generation()).isEqualTo(generation);
    return Integer.parseInt(standing.rows().get(0).position().text().substring(1));
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** As the engine does: what was refused is tried again. */
  private void persist(Work work) throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        work.run();
        return;
      } catch (ConnectorException.Retryable | ConnectorException.OutcomeUnknown refused) {
        tell("  " + refused.reason());
        assertThat(tries).as("refused once").isLessThan(2);
      }
    }
  }

  /** An unknown outcome is looked up, never guessed. */
  private void write(FileSink sink, Delivery delivery, int to) throws Exception {
    try {
      int unused = sink.write(delivery);
    } catch (ConnectorException.OutcomeUnknown unknown) {
      tell("  " + unknown.reason());
      if (standsAt(sink) != to) {
        int unused = sink.write(delivery);
      }
    }
  }

  private static Position position(int at) {
    return new Position("o" + at);
  }

  private Delivery delivery(Owner owner, int from, int to) {
    List<DeadLetter> letters =
        IntStream.range(from, to).filter(SinkStory::isLetter).mapToObj(this::letter).toList();
    int[] ids = IntStream.range(from, to).filter(SinkStory::isRow).toArray();
    Object[][] rows = new Object[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = new Object[] {id(generation, ids[i])};
    }
    Move move =
        new Move(
            PARTITION,
            0,
            position(from),
            position(to),
            "key-" + from,
            ids.length,
            to - from,
            Instant.EPOCH);
    RowBatch batch =
        new RowBatch(SCHEMA, rows, IntStream.range(0, ids.length).toArray(), ids.length);
    return new Delivery(owner, generation, List.of(move), List.of(batch), letters);
  }

  private static long id(long generation, int record) {
    return generation * 1000 + record;
  }

  /** Some records are filtered out. */
  private static boolean isRow(int record) {
    return record % 4 != 3;
  }

  private static boolean isLetter(int record) {
    return record % 5 == 2;
  }

  private DeadLetter letter(int record) {
    return new DeadLetter(
        "orders-" + generation,
        "out",
        generation,
        PARTITION,
        position(record),
        0,
        "a.jsonl:" + record,
        "bad",
        1,
        new byte[] {(byte) 0xFF},
        Instant.EPOCH);
  }

  private static List<Long> ids(long generation) {
    return IntStream.range(0, RECORDS)
        .filter(SinkStory::isRow)
        .mapToObj(record -> id(generation, record))
        .toList();
  }

  private void assertExact() throws Exception {
    List<Long> expected = new ArrayList<>();
    for (long load = rolled() ? 1 : generation; load <= generation; load++) {
      expected.addAll(ids(load));
    }
    List<Long> found = new ArrayList<>();
    for (String file : visible()) {
      found.addAll(decoded(FOLDER.resolve(file)));
    }
    assertThat(found).isEqualTo(expected);
    FileSink sink = sink();
    List<String> letters =
        sink.deadLetters("orders-" + generation).stream()
            .map(letter -> letter.position().text())
            .toList();
    sink.close();
    List<String> all =
        IntStream.range(0, RECORDS).filter(SinkStory::isLetter).mapToObj(at -> "o" + at).toList();
    assertThat(letters).isEqualTo(all);
    List<String> hidden =
        disk.names(FOLDER).stream().filter(each -> each.endsWith(".part")).toList();
    assertThat(hidden).allMatch(each -> rolled() && each.endsWith(".letters.part"));
  }

  /** The files that a reader sees, in the order of their names. */
  private List<String> visible() {
    return disk.names(FOLDER).stream()
        .filter(file -> !file.startsWith(".") && !file.endsWith(".dead-letters.jsonl"))
        .sorted()
        .toList();
  }

  private void watchBefore(String change) {
    // What others see changes with names only, and after a power loss.
    if (change.startsWith("sync folder")) {
      watch();
    }
  }

  /** A file is whole whenever it is seen, and rolled ones never change. */
  private void watch() {
    for (String file : visible()) {
      Path path = FOLDER.resolve(file);
      try {
        List<Long> found = decoded(path);
        if (rolled()) {
          assertThat(found).as(file).isEqualTo(seen.computeIfAbsent(path, first -> found));
        } else {
          assertThat(found).as(file).isIn(ids(generation), ids(generation - 1));
        }
      } catch (IOException e) {
        throw new AssertionError(file + " can't be read: " + e, e);
      }
    }
  }

  /** By nothing of Tidemark's. */
  private List<Long> decoded(Path file) throws IOException {
    byte[] bytes = disk.read(file, Integer.MAX_VALUE);
    if (name.endsWith(".gz")) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readAllBytes();
      }
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (name.contains(".csv")) {
      assertThat(lines).startsWith("id");
      return lines.stream().skip(1).map(Long::valueOf).toList();
    }
    return lines.stream()
        .map(line -> Long.valueOf(line.replaceAll("^\\{\"id\":(\\d+)}$", "$1")))
        .toList();
  }
}
