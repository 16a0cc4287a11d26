package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.engine.ReplayTally.Fate;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One sink that letters go to. It is claimed when the first comes. Not thread-safe. */
final class ReplayTarget {

  private final String name;
  private final Sink sink;
  private final SinkPlace place;
  private boolean ready;

  ReplayTarget(String name, Sink sink, SinkPlace place) {
    this.name = name;
    this.sink = sink;
    this.place = place;
  }

  String name() {
    return name;
  }

  SinkPlace place() {
    return place;
  }

  /** Delivery 16: the sink is claimed before the first write to it. */
  void begin(Owner owner, Schema schema) throws ConnectorException, InterruptedException {
    if (!ready) {
      if (sink instanceof Sink.Transactional transactional) {
        var unused = transactional.claim(owner);
      }
      sink.prepare(schema);
      ready = true;
    }
  }

  /** Waits for whatever this owner may still have under way there (Delivery 10). */
  void settle() throws ConnectorException, InterruptedException {
    if (ready && sink instanceof Sink.Transactional transactional) {
      var unused = transactional.lookUp();
    }
  }

  /**
   * Writes letters that stand together; where they are refused, the bad ones are found by halves,
   * and the others written.
   */
  Map<String, Verdict> write(Owner owner, List<Replay.Letter> letters, boolean force)
      throws ConnectorException, InterruptedException {
    if (letters.isEmpty()) {
      return Map.of();
    }
    try {
      return once(new Replay(owner, place.generation(), letters, force));
    } catch (ConnectorException.Refused refused) {
      if (letters.size() == 1) {
        return Map.of(letters.getFirst().id(), Verdict.refused(refused.reason()));
      }
      int middle = letters.size() / 2;
      Map<String, Verdict> all = new HashMap<>(write(owner, letters.subList(0, middle), force));
      all.putAll(write(owner, letters.subList(middle, letters.size()), force));
      return all;
    }
  }

  private Map<String, Verdict> once(Replay replay) throws ConnectorException, InterruptedException {
    Replayed replayed =
        switch (sink) {
          case Sink.Transactional transactional -> transactional.replay(replay);
          case Sink.Planned planned -> planned.replay(replay);
          case Sink.AtLeastOnce plain -> written(plain, replay);
        };
    Map<String, Verdict> verdicts = new HashMap<>();
    replayed.effects().forEach((id, effect) -> verdicts.put(id, verdict(effect)));
    return verdicts;
  }

  private static Replayed written(Sink.AtLeastOnce sink, Replay replay)
      throws ConnectorException, InterruptedException {
    Map<String, Replayed.Effect> effects = new HashMap<>();
    for (Replay.Letter letter : new ArrayList<>(replay.letters())) {
      if (letter.rows().size() > 0) {
        sink.write(letter.rows());
      }
      effects.put(letter.id(), Replayed.Effect.WRITTEN);
    }
    return new Replayed(effects);
  }

  private Verdict verdict(Replayed.Effect effect) {
    return switch (effect) {
      case WRITTEN -> new Verdict(Fate.REPLAYED, "");
      case KNOWN -> new Verdict(Fate.SKIPPED, "");
      case SUPERSEDED ->
          new Verdict(Fate.SUPERSEDED, name + " has a row of its key that may be newer");
    };
  }
}
