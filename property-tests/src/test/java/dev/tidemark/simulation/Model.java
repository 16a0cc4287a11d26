package dev.tidemark.simulation;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.Node.OnError;
import java.util.ArrayList;
import java.util.List;

/**
 * What must become of each record, worked out record by record, without batches, positions or
 * anything else that the engine has.
 */
final class Model {

  /**
   * What becomes of one record at a sink: its rows stand or fall together.
   *
   * @param rows that the target takes
   * @param refused those that it doesn't, since it refuses one of them
   */
  record Fate(List<Item> rows, List<Item> refused) {}

  /** A dead letter of a stage before the sinks. */
  record Letter(String stage, String partition, int record, int ordinal) {}

  private final Scenario scenario;
  private final Rules rules;

  Model(Scenario scenario, Rules rules) {
    this.scenario = scenario;
    this.rules = rules;
  }

  private record Bad(String stage, Item item) {}

  private static final class Walk {
    private final String sink;
    private final int variant;
    private final Rules rules;
    private final List<Item> arrived = new ArrayList<>();
    private final List<Bad> bad = new ArrayList<>();

    Walk(String sink, int variant, Rules rules) {
      this.sink = sink;
      this.variant = variant;
      this.rules = rules;
    }
  }

  /** What a sink must get of a record under a variant of the flow. */
  Fate fate(String sink, Partition partition, int record, int variant) {
    Walk walk = walk(sink, partition, record, variant);
    Scenario.SinkPlan plan = scenario.sink(sink);
    boolean refused = walk.arrived.stream().anyMatch(item -> rules.refused(plan, item));
    return refused ? new Fate(List.of(), walk.arrived) : new Fate(walk.arrived, List.of());
  }

  /** The dead letters that the stages on the way to a sink set aside of a record. */
  List<Letter> letters(String sink, Partition partition, int record, int variant) {
    List<Letter> letters = new ArrayList<>();
    for (Bad bad : walk(sink, partition, record, variant).bad) {
      if (scenario.policy(bad.stage()) == OnError.DEAD_LETTER) {
        letters.add(letter(bad, letters));
      }
    }
    return letters;
  }

  private static Letter letter(Bad bad, List<Letter> before) {
    int ordinal = (int) before.stream().filter(each -> each.stage().equals(bad.stage())).count();
    return new Letter(bad.stage(), bad.item().partition(), bad.item().record(), ordinal);
  }

  /** By which variant of the flow a letter was replayed to a sink. */
  interface Replays {
    int variant(Letter letter);
  }

  /**
   * What the replay of a record's dead letters brings to a sink: of each, what the flow makes of it
   * from the stage on that had refused it, when nothing is bad any more.
   */
  List<Item> replayed(String sink, Partition partition, int record, int variant, Replays replays) {
    Rules cured = rules.cured(Rules.Cure.ALL);
    List<Item> rows = new ArrayList<>();
    List<Letter> letters = new ArrayList<>();
    for (Bad bad : walk(sink, partition, record, variant).bad) {
      if (scenario.policy(bad.stage()) == OnError.DEAD_LETTER) {
        Letter letter = letter(bad, letters);
        letters.add(letter);
        Walk walk = new Walk(sink, replays.variant(letter), cured);
        if (bad.stage().equals(partition.source())) {
          leave(walk, bad.stage(), bad.item());
        } else {
          enter(walk, bad.stage(), bad.item());
        }
        rows.addAll(walk.arrived);
      }
    }
    if (scenario.sink(sink).onError() == OnError.DEAD_LETTER) {
      rows.addAll(fate(sink, partition, record, variant).refused());
    }
    return rows;
  }

  private Walk walk(String sink, Partition partition, int record, int variant) {
    Walk walk = new Walk(sink, variant, rules);
    String source = partition.source();
    Item item = new Item(partition.text(), record, 0);
    if (rules.unreadable(partition, record)) {
      walk.bad.add(new Bad(source, item));
    } else {
      leave(walk, source, item);
    }
    return walk;
  }

  private void leave(Walk walk, String stage, Item item) {
    switch (scenario.emission(stage)) {
      case Emission.ToOne one -> enter(walk, one.stage(), item);
      case Emission.Broadcast all -> all.next().forEach(next -> enter(walk, next, item));
      case Emission.Shared shared ->
          enter(walk, shared.next().get(share(item, shared.next().size())), item);
      case Emission.ByValue route -> {
        String key = Integer.toString(rules.key(item.partition(), item.record()));
        String next = route.routes().get(key);
        enter(walk, next == null ? route.otherwise().orElseThrow() : next, item);
      }
    }
  }

  /** The share of a position is part of what is kept, so it may never change. */
  private static int share(Item item, int ways) {
    int hash = 31 * item.partition().hashCode() + Positions.of(item.record()).text().hashCode();
    int spread = (hash ^ (hash >>> 16)) * 0x45d9f3b;
    return Math.floorMod(spread ^ (spread >>> 16), ways);
  }

  private void enter(Walk walk, String stage, Item item) {
    if (stage.startsWith("sink")) {
      if (stage.equals(walk.sink)) {
        walk.arrived.add(item);
      }
      return;
    }
    if (stage.startsWith("branch") && !walk.sink.equals("sink" + stage.substring(6))) {
      return;
    }
    if (stage.equals("split")) {
      leave(walk, stage, item);
      return;
    }
    int made = walk.rules.made(stage, walk.variant, item);
    if (made == Rules.BAD) {
      walk.bad.add(new Bad(stage, item));
    }
    for (int i = 0; i < made; i++) {
      leave(walk, stage, child(item, i));
    }
  }

  /** One of the rows that a transform makes of a row. */
  static Item child(Item parent, int index) {
    return new Item(parent.partition(), parent.record(), parent.ordinal() * 2 + index);
  }
}
