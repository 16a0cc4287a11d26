package dev.tidemark.simulation;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterState;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.flow.Node.OnError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold at the end of every schedule. */
final class Expectations {

  private static final int MOST = 1_000_000;
  private static final Pattern ORDINAL = Pattern.compile("\"o\":(\\d+)");

  private final World world;
  private final Model model;
  private final Damages damages;

  Expectations(World world, Damages damages) {
    this.world = world;
    this.model = new Model(world.scenario, world.rules);
    this.damages = damages;
  }

  void hold() {
    for (Target target : world.targets()) {
      require(target.violations.isEmpty(), target.plan.name(), target.violations);
      effects(target);
      order(target);
      if (target.plan.kind() == Scenario.Kind.TRANSACTIONAL) {
        covered(target);
        if (!damages.ofStore() && !damages.ofTarget()) {
          booked(target);
        }
      }
    }
    sameFlow();
    boolean reloaded = world.scenario.sinks.stream().anyMatch(Scenario.SinkPlan::replaces);
    if (!damages.ofStore() && !damages.ofTarget() && !reloaded) {
      lettersKept();
      counted();
    }
  }

  /** Each dead letter was put back, each of its rows exactly once. */
  void replayed(int variant) {
    Map<Model.Letter, String> ids = new HashMap<>();
    for (KeptLetter kept : world.store.letters(Scenario.NAME, LetterFilter.ALL, 0, MOST)) {
      DeadLetter letter = kept.letter();
      if (kept.state() == LetterState.REREAD) {
        continue;
      }
      require(kept.state() == LetterState.REPLAYED, "a letter is", kept);
      ids.put(
          new Model.Letter(
              letter.stage(),
              letter.partition().text(),
              Positions.number(letter.position()),
              letter.ordinal()),
          kept.id());
    }
    for (Target target : world.targets()) {
      Model.Replays replays =
          letter ->
              target.applied.getOrDefault(Objects.requireNonNullElse(ids.get(letter), ""), variant);
      List<Item> rows = new ArrayList<>();
      each(
          target,
          (partition, record, taken) ->
              rows.addAll(model.replayed(target.plan.name(), partition, record, taken, replays)));
      same("replayed rows of " + target.plan.name(), rows, target.replayed);
    }
  }

  /** Delivery 12: where a stream was drained, all that write of a partition stand equal. */
  void level() {
    Map<Partition, Set<Position>> standings = new HashMap<>();
    for (Target target : world.targets()) {
      if (target.plan.kind() == Scenario.Kind.TRANSACTIONAL) {
        for (PositionRow row : target.standing().rows()) {
          standings.computeIfAbsent(row.partition(), each -> new HashSet<>()).add(row.position());
        }
      }
    }
    for (BookPosition book : books()) {
      if (world.scenario.sink(book.writer().sink()).kind() != Scenario.Kind.TRANSACTIONAL) {
        standings.computeIfAbsent(book.partition(), each -> new HashSet<>()).add(book.position());
      }
    }
    standings.forEach(
        (partition, positions) ->
            require(positions.size() == 1, "drained away from a barrier", partition, positions));
  }

  /** A run that is Completed has counted the dead letters that the store has of it. */
  void lettersCounted() {
    SavedPipeline saved = world.store.load(Scenario.NAME).orElseThrow();
    String run = Scenario.NAME + "-" + saved.runtime().ledger().runs();
    long kept = world.store.deadLetters(Scenario.NAME, LetterFilter.ALL.of(run));
    long counted = saved.runtime().telemetry().deadLetters();
    require(kept == counted, run, "counts " + counted + " dead letters, kept are " + kept);
  }

  private List<BookPosition> books() {
    return world.store.load(Scenario.NAME).map(SavedPipeline::positions).orElse(List.of());
  }

  private static void require(boolean holds, Object... message) {
    if (!holds) {
      throw new AssertionError(
          String.join(": ", List.of(message).stream().map(Object::toString).toList()));
    }
  }

  private interface Visit {
    void record(Partition partition, int record, int variant);
  }

  /** Goes through all records that may come to a sink, with the flow by which it took them. */
  private void each(Target target, Visit visit) {
    world.lengths.forEach(
        (partition, length) -> {
          if (world.scenario.reached(partition.source()).contains(target.plan.name())) {
            for (int record = 0; record < length; record++) {
              visit.record(partition, record, variant(target, partition, record));
            }
          }
        });
  }

  private static int variant(Target target, Partition partition, int record) {
    if (target.plan.kind() != Scenario.Kind.TRANSACTIONAL) {
      return 0;
    }
    Integer variant = target.variants.getOrDefault(partition, Map.of()).get(record);
    require(variant != null, target.plan.name(), "never took " + partition.text() + "#" + record);
    return Objects.requireNonNull(variant);
  }

  /** Each record took effect exactly once, or is a dead letter exactly once. */
  private void effects(Target target) {
    List<Item> rows = new ArrayList<>();
    List<Item> refused = new ArrayList<>();
    String sink = target.plan.name();
    each(
        target,
        (partition, record, variant) -> {
          Model.Fate fate = model.fate(sink, partition, record, variant);
          rows.addAll(fate.rows());
          refused.addAll(fate.refused());
        });
    if (target.plan.kind() == Scenario.Kind.AT_LEAST_ONCE) {
      Set<Item> distinct = new HashSet<>(target.visible);
      require(distinct.equals(new HashSet<>(rows)), sink, difference(rows, List.copyOf(distinct)));
      return;
    }
    same("rows of " + sink, rows, target.visible);
    if (target.plan.kind() == Scenario.Kind.TRANSACTIONAL) {
      List<Item> expected =
          target.plan.onError() == OnError.DEAD_LETTER ? refused : List.<Item>of();
      same(
          "letters of " + sink,
          expected,
          target.letters().stream().map(Expectations::item).toList());
    }
  }

  private static Item item(DeadLetter letter) {
    Matcher ordinal =
        ORDINAL.matcher(new String(letter.payload(), StandardCharsets.UTF_8).replace(" ", ""));
    require(ordinal.find(), "a letter without its row", letter);
    return new Item(
        letter.partition().text(),
        Positions.number(letter.position()),
        Integer.parseInt(ordinal.group(1)));
  }

  private static void same(String what, List<Item> expected, List<Item> found) {
    if (expected.size() != found.size() || !counts(expected).equals(counts(found))) {
      throw new AssertionError(what + ": " + difference(expected, found));
    }
  }

  private static String difference(List<Item> expected, List<Item> found) {
    Map<Item, Integer> balance = counts(found);
    expected.forEach(item -> balance.merge(item, -1, Integer::sum));
    StringBuilder text = new StringBuilder();
    balance.forEach(
        (item, count) -> {
          if (count != 0) {
            text.append(count > 0 ? "too many " : "missing ").append(item).append("; ");
          }
        });
    return text.toString();
  }

  private static Map<Item, Integer> counts(List<Item> items) {
    Map<Item, Integer> counts = new HashMap<>();
    items.forEach(item -> counts.merge(item, 1, Integer::sum));
    return counts;
  }

  /** Within a key where lanes go by it; within the partition where there is one lane. */
  private void order(Target target) {
    if (target.plan.kind() == Scenario.Kind.AT_LEAST_ONCE || !target.plan.key()) {
      return;
    }
    Map<String, Integer> last = new HashMap<>();
    for (Item item : target.visible) {
      String key = item.partition() + "/" + world.rules.key(item.partition(), item.record());
      Integer before = last.put(key, item.record());
      require(
          before == null || before <= item.record(),
          target.plan.name(),
          item + " came after record " + before);
    }
  }

  /** Every lane knows that it is covered to the end, records or none. */
  private void covered(Target target) {
    for (PositionRow row : target.standing().rows()) {
      require(
          Positions.number(row.position()) == world.length(row.partition()),
          target.plan.name() + " stands at",
          row);
    }
  }

  /** The books say what the sink says. */
  private void booked(Target target) {
    Map<String, BookPosition> books = new HashMap<>();
    books().forEach(book -> books.put(key(book), book));
    for (PositionRow row : target.standing().rows()) {
      BookPosition book =
          books.get(target.plan.name() + "/" + row.lane() + "/" + row.partition().text());
      require(
          book != null
              && book.position().equals(row.position())
              && book.records() == row.records()
              && book.read() == row.read(),
          "the books hold " + book + " of",
          row);
      require(row.read() == world.length(row.partition()), "records read before the end", row);
    }
  }

  private static String key(BookPosition book) {
    return book.writer().sink() + "/" + book.writer().lane() + "/" + book.partition().text();
  }

  /** Delivery 12: all sinks took a record by the same flow. */
  private void sameFlow() {
    if (damages.ofTarget()) {
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (Target target : world.targets()) {
      if (target.plan.kind() == Scenario.Kind.TRANSACTIONAL && !target.plan.replaces()) {
        each(
            target,
            (partition, record, variant) -> {
              Integer other = seen.put(partition.text() + "#" + record, variant);
              require(
                  other == null || other == variant,
                  partition.text() + "#" + record,
                  "was taken by variant " + variant + " and by variant " + other);
            });
      }
    }
  }

  /** The store has each dead letter once. */
  private void lettersKept() {
    Set<Model.Letter> ofStages = new HashSet<>();
    long ofSinks = 0;
    for (Target target : world.targets()) {
      List<Item> refused = new ArrayList<>();
      String sink = target.plan.name();
      each(
          target,
          (partition, record, variant) -> {
            ofStages.addAll(model.letters(sink, partition, record, variant));
            refused.addAll(model.fate(sink, partition, record, variant).refused());
          });
      ofSinks += target.plan.onError() == OnError.DEAD_LETTER ? refused.size() : 0;
    }
    // A record that a changed flow has read again is no longer set aside.
    LetterFilter still = LetterFilter.ALL.in(EnumSet.complementOf(EnumSet.of(LetterState.REREAD)));
    long kept = world.store.deadLetters(Scenario.NAME, still);
    require(
        kept == ofStages.size() + ofSinks,
        "dead letters in the store",
        kept + ", expected " + ofStages.size() + " of stages and " + ofSinks + " of sinks");
  }

  /** The history of all runs together counts each record of each stage once. */
  private void counted() {
    Map<String, Long> history = new HashMap<>();
    world
        .store
        .runs(Scenario.NAME, Integer.MAX_VALUE)
        .forEach(
            run -> run.records().forEach((stage, count) -> history.merge(stage, count, Long::sum)));
    for (Target target : world.targets()) {
      if (target.plan.kind() == Scenario.Kind.TRANSACTIONAL) {
        long found = history.getOrDefault(target.plan.name(), 0L);
        require(
            found == target.visible.size(),
            "history counts " + found + " records of " + target.plan.name(),
            target.visible.size());
      }
    }
    for (String source : world.scenario.sources) {
      long read =
          world.lengths.entrySet().stream()
              .filter(each -> each.getKey().source().equals(source))
              .mapToLong(Map.Entry::getValue)
              .sum();
      long found = history.getOrDefault(source, 0L);
      require(found == read, "history counts " + found + " records of " + source, read);
    }
  }
}
