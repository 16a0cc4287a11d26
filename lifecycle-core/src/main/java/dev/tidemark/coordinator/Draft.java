package dev.tidemark.coordinator;

import dev.tidemark.coordinator.State.Attempt;
import dev.tidemark.coordinator.State.BatchState;
import dev.tidemark.coordinator.State.Books;
import dev.tidemark.coordinator.State.Load;
import dev.tidemark.coordinator.State.SinkState;
import dev.tidemark.coordinator.State.SourceState;
import dev.tidemark.coordinator.State.WriterState;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * A state in the making, within one step: persistent values in changeable fields. Never leaves the
 * step, so the coordinator stays a function.
 */
final class Draft {

  final RunSpec spec;
  final Instant now;
  Phase phase;
  Owner owner;
  final Beginning beginning;
  Runtime runtime;
  boolean resuming;
  Set<String> awaiting;
  Map<String, SinkState> sinks;
  Map<Writer, WriterState> writers;
  Map<String, SourceState> sources;
  Map<Long, BatchState> batches;
  Books books;
  Map<String, Attempt> troubles;
  Option<String> draining;
  Option<Outcome> outcome;
  long letters;
  long dropped;

  /** The source whose read has just been answered, in this step. */
  String justRead = "";

  private Vector<Effect> effects = Vector.empty();

  Draft(RunSpec spec, State state, Instant now) {
    this.spec = spec;
    this.now = now;
    this.phase = state.phase();
    this.owner = state.owner();
    this.beginning = state.beginning();
    this.runtime = state.runtime();
    this.resuming = state.resuming();
    this.awaiting = state.awaiting();
    this.sinks = state.sinks();
    this.writers = state.writers();
    this.sources = state.sources();
    this.batches = state.batches();
    this.books = state.books();
    this.troubles = state.troubles();
    this.draining = state.draining();
    this.outcome = state.outcome();
    this.letters = state.letters();
    this.dropped = state.dropped();
  }

  static State initial(RunSpec spec, Beginning beginning) {
    return new State(
        Phase.INSPECTING,
        beginning.owner(),
        beginning,
        beginning.runtime().getOrElse(() -> Runtime.of(spec.pipeline())),
        false,
        HashSet.empty(),
        TreeMap.ofEntries(
            spec.sinks().map(sink -> Map.entry(sink.name(), SinkState.of(Standing.NONE)))),
        TreeMap.empty(),
        TreeMap.ofEntries(
            spec.sources()
                .map(
                    source ->
                        Map.entry(
                            source.name(),
                            new SourceState(
                                TreeMap.empty(),
                                false,
                                false,
                                false,
                                Queue.empty(),
                                Load.NONE,
                                TreeSet.empty(),
                                TreeSet.empty())))),
        TreeMap.empty(),
        new Books(0, Option.none(), TreeMap.empty(), Vector.empty(), false, "", TreeMap.empty()),
        TreeMap.empty(),
        Option.none(),
        Option.none(),
        0,
        0);
  }

  Step freeze() {
    State state =
        new State(
            phase, owner, beginning, runtime, resuming, awaiting, sinks, writers, sources, batches,
            books, troubles, draining, outcome, letters, dropped);
    return new Step(state, effects);
  }

  void emit(Effect effect) {
    effects = effects.append(effect);
  }

  /** Enters a phase in which each of these must answer; whether there is any to wait for. */
  boolean await(Phase next, Seq<String> names) {
    phase = next;
    awaiting = HashSet.ofAll(names);
    return !names.isEmpty();
  }

  /** Takes note of an answer; whether it was the last that the phase waited for. */
  boolean answered(Phase expected, String name) {
    if (phase != expected || !awaiting.contains(name)) {
      return false;
    }
    awaiting = awaiting.remove(name);
    return awaiting.isEmpty();
  }

  SinkState sink(String name) {
    return sinks.get(name).get();
  }

  WriterState writer(Writer writer) {
    return writers.get(writer).get();
  }

  SourceState source(String name) {
    return sources.get(name).get();
  }

  void sink(String name, UnaryOperator<SinkState> change) {
    sinks = sinks.put(name, change.apply(sink(name)));
  }

  void writer(Writer writer, UnaryOperator<WriterState> change) {
    writers = writers.put(writer, change.apply(writer(writer)));
  }

  void source(String name, UnaryOperator<SourceState> change) {
    sources = sources.put(name, change.apply(source(name)));
  }

  /** All lanes of all sinks that a source's records may reach. */
  Seq<Writer> writersOf(String source) {
    return spec.source(source).sinks().flatMap(this::writersOfSink);
  }

  /** All lanes of a sink; none before that is decided. */
  Seq<Writer> writersOfSink(String sink) {
    return Vector.range(0, sink(sink).lanes()).map(lane -> new Writer(sink, lane));
  }

  /** The place of the writer that is the least far in a partition. */
  State.Place least(String source, Partition partition) {
    PositionOrder order = order(partition);
    return writersOf(source)
        .map(writer -> writer(writer).places().get(partition).get())
        .reduce(
            (left, right) -> order.compare(left.position(), right.position()) <= 0 ? left : right);
  }

  PositionOrder order(Partition partition) {
    return spec.source(partition.source()).order();
  }

  String runId() {
    return RunIds.of(runtime);
  }

  void note(Note.Kind kind, String text) {
    Note note = new Note(runId(), now, kind, text);
    books = books.changed(books.positions(), books.notes().append(note));
  }

  /** Records where a writer stands, to be saved. */
  void book(Writer writer, Partition partition, State.Place place) {
    BookPosition position =
        new BookPosition(
            writer,
            sink(writer.sink()).generation(),
            partition,
            place.position(),
            place.records(),
            place.read());
    books = books.changed(books.positions().put(Books.key(position), position), books.notes());
  }
}
