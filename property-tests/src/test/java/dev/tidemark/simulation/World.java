package dev.tidemark.simulation;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.lifecycle.AppliedKey;
import dev.tidemark.lifecycle.Ledger;
import dev.tidemark.lifecycle.ResumePoint;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What outlives every process: the sources' records, the targets, the store, the time. */
final class World {

  final Chance chance;
  final Scenario scenario;
  final Rules rules;
  final Faults faults;
  final Map<Partition, Integer> lengths = new LinkedHashMap<>();
  final Map<String, List<Item>> staged = new HashMap<>();
  InMemoryCheckpointStore store = new InMemoryCheckpointStore(this::time);
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Whether what was acknowledged may be looked for: not once something was put back. */
  boolean unbroken = true;

  /** The process that owns the pipeline. */
  String current = "";

  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Set<String> published = new HashSet<>();

  /** Positions by run, load, writer and partition, as the present store has them. */
  private final Map<String, Position> booked = new HashMap<>();

  /** Which process has saved last, and which of its entries. */
  private String saving = "";

  private long latest;

  /** The keys that the present store remembers, and of which run. */
  private List<AppliedKey> keys = List.of();

  private long keysOf;

  /** What no process may do, done by one. */
  private final List<String> violations = new ArrayList<>();

  private final boolean telling;
  private final List<String> story = new ArrayList<>();

  World(Chance chance, boolean telling) {
    this.chance = chance;
    this.telling = telling;
    this.scenario = new Scenario(chance);
    this.rules = Rules.of(scenario, chance);
    this.faults = new Faults(chance);
    lengths.putAll(scenario.lengths);
    scenario.sinks.forEach(sink -> targets.put(sink.name(), new Target(sink)));
    tell(scenario::toString);
  }

  Instant time() {
    return now;
  }

  Target target(String sink) {
    return required(targets.get(sink));
  }

  Iterable<Target> targets() {
    return targets.values();
  }

  int length(Partition partition) {
    return required(lengths.get(partition));
  }

  <T> T required(@Nullable T value) {
    if (value == null) {
      throw new AssertionError("asked for what isn't there");
    }
    return value;
  }

  void tell(Supplier<String> line) {
    if (telling) {
      story.add(line.get());
    }
  }

  String story() {
    return String.join("\n", story);
  }

  /** A dead letter that the store has. */
  DeadLetter letter(String id) {
    return store.letters(Scenario.NAME, LetterFilter.ALL.called(id), 0, 1).getFirst().letter();
  }

  /** A row as stages see it. */
  Object[] row(Item item) {
    return new Object[] {
      item.partition(),
      (long) item.record(),
      (long) item.ordinal(),
      (long) rules.key(item.partition(), item.record())
    };
  }

  /** The same the other way. */
  static Item item(@Nullable Object[] row) {
    return new Item((String) row[0], number(row[1]), number(row[2]));
  }

  private static int number(@Nullable Object value) {
    return (int) (long) (Long) value;
  }

  /** Makes rows visible under a name: twice has one effect. */
  void publish(String sink, String name, List<Item> rows) {
    if (published.add(name)) {
      target(sink).visible.addAll(rows);
    }
  }

  /** Positions never fall within a run, whatever becomes of its target. */
  void saved(String process, Entry entry) {
    if (!process.equals(current)) {
      // It writes to a store that has been lost: the present one refuses it.
      return;
    }
    if (process.equals(saving) && entry.number() < latest) {
      // The store has a later one of this process, and takes this one for done.
      return;
    }
    saving = process;
    latest = entry.number();
    keysKept(entry.runtime());
    long run = entry.runtime().ledger().runs();
    for (BookPosition book : entry.positions()) {
      String key = run + "/" + book.generation() + "/" + book.writer() + book.partition().text();
      Position before = booked.put(key, book.position());
      if (before != null && Positions.ORDER.compare(book.position(), before) < 0) {
        violations.add("the books of " + key + " fell from " + before.text());
      }
    }
  }

  /** Delivery 22: a key is remembered while some sink's latest checkpoint is before it. */
  private void keysKept(Runtime runtime) {
    if (scenario.retention.equals(Retention.DEFAULT)) {
      return;
    }
    Ledger ledger = runtime.ledger();
    if (ledger.runs() != keysOf) {
      keys = List.of();
      keysOf = ledger.runs();
    }
    long least =
        scenario.sinks.stream()
            .mapToLong(
                sink -> runtime.resumePoint(sink.name()).map(ResumePoint::sequence).getOrElse(0L))
            .min()
            .orElse(0);
    List<AppliedKey> now = ledger.keys().toJavaList();
    for (AppliedKey key : keys) {
      if (key.sequence() > least && !now.contains(key)) {
        violations.add(key + " was forgotten, and the least of all checkpoints is " + least);
      }
    }
    keys = now;
  }

  /** The present store has been exchanged. */
  void anotherStore(InMemoryCheckpointStore other) {
    store = other;
    unbroken = false;
    booked.clear();
    keys = List.of();
  }

  /** Ends the schedule where something happened that never may. */
  void faultless() {
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("; ", violations));
    }
  }

  /** Whether, by the books, every sink has all there is. */
  boolean caughtUp() {
    Set<String> covered = new HashSet<>();
    Set<String> behind = new HashSet<>();
    for (BookPosition book :
        store.load(Scenario.NAME).map(SavedPipeline::positions).orElse(List.of())) {
      boolean atEnd = Positions.number(book.position()) >= length(book.partition());
      (atEnd ? covered : behind).add(book.writer().sink() + "/" + book.partition().text());
    }
    covered.removeAll(behind);
    return lengths.keySet().stream()
        .allMatch(
            partition ->
                scenario.reached(partition.source()).stream()
                    .allMatch(sink -> covered.contains(sink + "/" + partition.text())));
  }

  /** Nothing may be acknowledged that some sink has not durably covered. */
  void acknowledged(String process, Map<Partition, Position> positions) {
    // What a superseded owner knew was true; since then a new load may have begun.
    if (!unbroken || !process.equals(current)) {
      return;
    }
    Set<String> reached = new HashSet<>();
    scenario.sinks.forEach(sink -> reached.add(sink.name()));
    positions.forEach(
        (partition, position) ->
            reached.stream()
                .filter(sink -> scenario.reached(partition.source()).contains(sink))
                .forEach(sink -> check(sink, partition, position)));
  }

  private void check(String sink, Partition partition, Position position) {
    if (scenario.sink(sink).kind() == Scenario.Kind.TRANSACTIONAL) {
      for (PositionRow row : target(sink).standing().rows()) {
        if (row.partition().equals(partition)) {
          check(sink, partition, position, row.position());
        }
      }
    }
    List<BookPosition> books =
        store.load(Scenario.NAME).map(SavedPipeline::positions).orElse(List.of());
    boolean known = false;
    for (BookPosition book : books) {
      if (book.writer().sink().equals(sink) && book.partition().equals(partition)) {
        known = true;
        check(sink, partition, position, book.position());
      }
    }
    if (!known) {
      violations.add(partition.text() + " was acknowledged before it was booked for " + sink);
    }
  }

  private void check(String sink, Partition partition, Position told, Position covered) {
    if (Positions.ORDER.compare(covered, told) < 0) {
      violations.add(
          "%s was acknowledged to %s while %s stands at %s"
              .formatted(partition.text(), told.text(), sink, covered.text()));
    }
  }
}
