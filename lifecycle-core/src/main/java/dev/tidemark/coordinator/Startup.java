package dev.tidemark.coordinator;

import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.RunSpec.SourceSpec;
import dev.tidemark.coordinator.State.PartitionState;
import dev.tidemark.coordinator.State.Place;
import dev.tidemark.coordinator.State.SinkState;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * From the first question to the first read: inspect, claim, resolve, decide, prepare, save, open
 * (Delivery 1, 16, 21).
 */
final class Startup {

  static final String COVER = "cover";
  static final String RESOLVE = "resolve";

  private Startup() {}

  static void begin(Draft draft) {
    Memory.fromBooks(draft);
    Seq<String> names = keepingSinks(draft);
    if (draft.await(Phase.INSPECTING, names)) {
      names.forEach(name -> draft.emit(new Effect.Inspect(name)));
    } else {
      recover(draft);
    }
  }

  private static Seq<String> keepingSinks(Draft draft) {
    return draft
        .spec
        .sinks()
        .filter(sink -> sink.keeping() == Keeping.SINK)
        .map(SinkSpec::name)
        .toVector();
  }

  static void inspected(Draft draft, Event.Inspected event) {
    draft.sink(event.sink(), sink -> SinkState.of(event.standing()));
    if (!draft.answered(Phase.INSPECTING, event.sink())) {
      return;
    }
    // Delivery 16: one more than the greatest of the store's and all sinks'.
    long greatest = draft.sinks.values().map(sink -> sink.standing().owner().epoch()).max().get();
    if (greatest >= draft.owner.epoch()) {
      draft.await(Phase.RAISING, Vector.of(RESOLVE));
      draft.emit(new Effect.RaiseEpoch(greatest + 1));
    } else {
      claim(draft);
    }
  }

  static void raised(Draft draft, Event.EpochRaised event) {
    if (draft.answered(Phase.RAISING, RESOLVE)) {
      draft.owner = new Owner(event.epoch(), draft.owner.id());
      claim(draft);
    }
  }

  private static void claim(Draft draft) {
    Seq<String> names = keepingSinks(draft);
    draft.await(Phase.CLAIMING, names);
    names.forEach(name -> draft.emit(new Effect.Claim(name, draft.owner)));
  }

  static void claimed(Draft draft, Event.Claimed event) {
    draft.sink(event.sink(), sink -> SinkState.of(event.standing()));
    if (draft.answered(Phase.CLAIMING, event.sink())) {
      recover(draft);
    }
  }

  /** Delivery 14: a stored plan is finished from its bytes before anything else is decided. */
  private static void recover(Draft draft) {
    Seq<Plan> plans = draft.beginning.plans().filter(plan -> Memory.pending(draft, plan));
    if (draft.await(Phase.RECOVERING, plans.map(Startup::planName))) {
      plans.forEach(plan -> draft.emit(new Effect.Publish(plan)));
    } else {
      resolve(draft);
    }
  }

  static void recovered(Draft draft, Plan plan) {
    if (draft.answered(Phase.RECOVERING, planName(plan))) {
      resolve(draft);
    }
  }

  private static String planName(Plan plan) {
    return plan.writer().toString();
  }

  private static void resolve(Draft draft) {
    draft.resuming = Decision.resumes(draft);
    Seq<String> names = draft.spec.sources().map(SourceSpec::name).toVector();
    draft.await(Phase.RESOLVING, names);
    for (String name : names) {
      draft.emit(new Effect.Resolve(name, knownPositions(draft, name), resumedBounds(draft, name)));
    }
  }

  private static Seq<PartitionBounds> resumedBounds(Draft draft, String source) {
    return draft.resuming
        ? draft
            .beginning
            .resumption()
            .get()
            .bounds()
            .filter(bounds -> bounds.partition().source().equals(source))
        : Vector.empty();
  }

  /** The partitions that some sink stands in, with the greatest position of each. */
  static Map<Partition, Position> knownPositions(Draft draft, String source) {
    Map<Partition, Position> known = TreeMap.empty();
    PositionOrder order = draft.spec.source(source).order();
    for (String sink : draft.spec.source(source).sinks()) {
      for (PositionRow row : draft.sink(sink).standing().rows()) {
        if (row.partition().source().equals(source)) {
          known =
              known.put(
                  row.partition(),
                  row.position(),
                  (left, right) -> order.compare(left, right) >= 0 ? left : right);
        }
      }
    }
    return known;
  }

  static void resolved(Draft draft, Event.Resolved event) {
    if (draft.phase == Phase.RESOLVING) {
      draft.source(event.source(), source -> source.withPartitions(fresh(event.partitions())));
      if (draft.answered(Phase.RESOLVING, event.source())) {
        Decision.decide(draft);
      }
    } else {
      Arrivals.resolved(draft, event);
    }
  }

  static Map<Partition, PartitionState> fresh(Seq<PartitionBounds> bounds) {
    return TreeMap.ofEntries(
        bounds.map(
            each ->
                Map.entry(
                    each.partition(),
                    new PartitionState(each, each.start(), each.start(), 0, false))));
  }

  static void compile(Draft draft) {
    draft.await(Phase.COMPILING, Vector.of(RESOLVE));
    boolean learn =
        !draft.resuming
            && draft.sinks.forAll(sink -> sink._2.generation() > sink._2.standing().generation());
    draft.emit(
        new Effect.Compile(
            draft.sinks.mapValues(SinkState::generation),
            draft.sinks.mapValues(SinkState::lanes),
            allBounds(draft),
            draft.sinks.mapValues(sink -> sink.standing().digest()),
            learn));
  }

  static Seq<PartitionBounds> allBounds(Draft draft) {
    return draft
        .sources
        .values()
        .flatMap(source -> source.partitions().values().map(PartitionState::bounds))
        .toVector();
  }

  static void compiled(Draft draft, Event.Compiled event) {
    if (draft.answered(Phase.COMPILING, RESOLVE)) {
      Seq<String> names = draft.spec.sinks().map(SinkSpec::name).toVector();
      draft.books = draft.books.withResolved(event.resolved());
      draft.await(Phase.PREPARING, names);
      names.forEach(name -> draft.emit(new Effect.Prepare(name)));
    }
  }

  static void prepared(Draft draft, Event.Prepared event) {
    if (draft.answered(Phase.PREPARING, event.sink())) {
      Decision.enterRun(draft);
    }
  }

  /** After the run is saved, and before the first read. */
  static void open(Draft draft) {
    Seq<String> names = keepingSinks(draft);
    // Delivery 24: what a crash left between a sink's commit and the store's copy.
    Seq<String> recalled =
        draft.resuming ? draft.spec.sinks().map(SinkSpec::name).toVector() : Vector.empty();
    if (draft.await(Phase.OPENING, names.appendAll(recalled.map(Startup::lettersOf)))) {
      names.forEach(name -> draft.emit(openingOf(draft, name, Option.none())));
      recalled.forEach(name -> draft.emit(new Effect.RecallLetters(name, draft.runId())));
    } else {
      assign(draft);
    }
  }

  private static String lettersOf(String sink) {
    return "letters of " + sink;
  }

  static void lettersRecalled(Draft draft, Event.LettersRecalled event) {
    Writing.lettersKnown(draft, event.letters());
    if (draft.answered(Phase.OPENING, lettersOf(event.sink()))) {
      assign(draft);
    }
  }

  /** What a sink is to write down, for all partitions or for those of some. */
  static Effect openingOf(Draft draft, String sink, Option<Seq<Partition>> some) {
    Vector<PositionRow> rows = Vector.empty();
    for (Writer writer : draft.writersOfSink(sink)) {
      for (var place : draft.writer(writer).places()) {
        if (some.forAll(partitions -> partitions.contains(place._1))) {
          rows = rows.append(row(writer, place._1, place._2));
        }
      }
    }
    return new Effect.Open(
        sink,
        new Opening(
            draft.owner,
            draft.sink(sink).generation(),
            draft.runtime.ledger().runs(),
            Decided.by(draft.spec, draft.books.resolved()).text(),
            rows));
  }

  private static PositionRow row(Writer writer, Partition partition, Place place) {
    return new PositionRow(
        partition,
        writer.lane(),
        place.position(),
        "",
        place.records(),
        place.read(),
        place.eventTime());
  }

  static void opened(Draft draft, Event.Opened event) {
    if (draft.phase == Phase.OPENING) {
      if (draft.answered(Phase.OPENING, event.sink())) {
        assign(draft);
      }
    } else {
      Arrivals.opened(draft, event);
    }
  }

  private static void assign(Draft draft) {
    draft.phase = Phase.FLOWING;
    for (SourceSpec source : draft.spec.sources()) {
      Arrivals.assign(draft, source.name(), draft.source(source.name()).partitions().keySet());
    }
    draft.emit(new Effect.Wake(COVER, draft.spec.limits().coverEvery()));
    if (draft.spec.streaming()) {
      Duration every = draft.spec.limits().resolveEvery();
      draft.emit(new Effect.Wake(RESOLVE, every));
    }
  }
}
