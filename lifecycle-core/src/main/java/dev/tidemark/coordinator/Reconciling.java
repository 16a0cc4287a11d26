package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.IllegalTransition;
import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Processed;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** Brings the books in line with what the sinks say, and the lifecycle into a run (Delivery 21). */
final class Reconciling {

  private static final String CRASHED =
      "the process ended without a word: killed, or the machine went down";
  private static final String FROM_A_BACKUP =
      "; was it restored from a backup? The next run goes on from where the targets stand";
  private static final int NAMED = 8;

  private Reconciling() {}

  /** The first sink or writer that stands behind what it had confirmed, if any. */
  static Option<String> wentBack(Draft draft) {
    return earlierLoad(draft).orElse(() -> wentBack(draft, partition -> true));
  }

  /**
   * The first sink in an earlier load than the run had begun. One that was never opened for it, as
   * after a crash between the saving of the run and the opening, stands as it stood then.
   */
  private static Option<String> earlierLoad(Draft draft) {
    Map<String, String> stood = draft.beginning.resumption().get().stood();
    for (RunSpec.SinkSpec sink : draft.spec.sinks()) {
      State.SinkState state = draft.sink(sink.name());
      Standing standing = state.standing();
      boolean earlier =
          standing.generation() < state.generation() && !Decision.gone(sink, standing);
      boolean moved = stood.get(sink.name()).exists(before -> !before.equals(standing.digest()));
      if (earlier && (moved || Memory.written(draft, sink, state.generation()))) {
        return Option.some(
            "%s: %s holds load %d, and load %d had begun%s"
                .formatted(
                    Decision.WENT_BACK,
                    sink.name(),
                    standing.generation(),
                    state.generation(),
                    FROM_A_BACKUP));
      }
    }
    return Option.none();
  }

  static Option<String> wentBack(Draft draft, Predicate<Partition> among) {
    Map<String, BookPosition> books = Memory.books(draft);
    for (var writer : draft.writers) {
      for (var place : writer._2.places().filterKeys(among)) {
        Option<BookPosition> book = books.get(State.Books.key(writer._1, place._1));
        // A sink that knows nothing is loaded from the start; one that knows other partitions is
        // as it was before this one appeared.
        boolean remembers = draft.sink(writer._1.sink()).standing().rows().nonEmpty();
        if (remembers
            && book.exists(
                each -> draft.order(place._1).compare(place._2.position(), each.position()) < 0)) {
          return Option.some(
              Decision.WENT_BACK
                  + ": "
                  + at(writer._1, place._1, place._2.position())
                  + " is behind "
                  + book.get().position().text()
                  + ", which it had confirmed"
                  + FROM_A_BACKUP);
        }
      }
    }
    return Option.none();
  }

  /** From a stopped run to a replaying one; a reason when the core refuses. */
  static Option<String> resumeLifecycle(Draft draft) {
    crashIfActive(draft);
    Either<IllegalTransition, Runtime> resumed =
        draft.runtime.resumeFromLatestCheckpoint(draft.now);
    if (resumed.isLeft()) {
      return Option.some(resumed.getLeft().reason());
    }
    draft.runtime = resumed.get();
    draft.note(Note.Kind.RESUMED, "from " + standings(draft));
    return Option.none();
  }

  private static void crashIfActive(Draft draft) {
    if (draft.runtime.lifecycle() instanceof Lifecycle.Active) {
      draft.runtime = draft.runtime.crash(CRASHED).get();
      draft.note(Note.Kind.CRASHED, CRASHED);
    }
  }

  private static String standings(Draft draft) {
    Vector<String> all = Vector.empty();
    for (var writer : draft.writers) {
      for (var place : writer._2.places()) {
        if (begun(draft, place._1, place._2.position())) {
          all = all.append(at(writer._1, place._1, place._2.position()));
        }
      }
    }
    if (all.isEmpty()) {
      return "the beginning";
    }
    String named = all.take(NAMED).mkString(", ");
    return all.size() > NAMED ? named + " and " + (all.size() - NAMED) + " more" : named;
  }

  private static boolean begun(Draft draft, Partition partition, Position position) {
    return draft
        .source(partition.source())
        .partitions()
        .get(partition)
        .exists(state -> !state.bounds().start().equals(position));
  }

  static String at(Writer writer, Partition partition, Position position) {
    String lane = writer.lane() == 0 ? "" : "/" + writer.lane();
    return writer.sink() + lane + " at " + text(partition, position);
  }

  static String text(Partition partition, Position position) {
    return partition.text() + "@" + position.text();
  }

  /** From rest to a new run, with a zero-record checkpoint of each source (Delivery 1). */
  static Option<String> startLifecycle(Draft draft) {
    crashIfActive(draft);
    if (!(draft.runtime.lifecycle() instanceof Lifecycle.Triggered)) {
      draft.runtime = draft.runtime.trigger("run", draft.now).get();
    }
    Either<IllegalTransition, Runtime> started = draft.runtime.start(draft.now);
    if (started.isLeft()) {
      return Option.some(started.getLeft().reason());
    }
    draft.runtime = started.get();
    long before = draft.beginning.runtime().map(each -> each.ledger().runs()).getOrElse(0L);
    if (Decision.greatestRun(draft) > before) {
      draft.note(
          Note.Kind.ADOPTED,
          "the targets remember run "
              + Decision.greatestRun(draft)
              + " and the store doesn't: going on from where the targets stand");
    }
    draft.note(Note.Kind.STARTED, "from " + standings(draft));
    for (RunSpec.SourceSpec source : draft.spec.sources()) {
      process(
          draft,
          source.name(),
          0,
          "start",
          Option.of(draft.source(source.name()).partitions().headOption().getOrNull())
              .map(first -> text(first._1, first._2.bounds().start())));
    }
    return Option.none();
  }

  /** A sink ahead of the books gives one process of the difference, under the sink's own key. */
  static void reconcile(Draft draft, Predicate<Partition> among) {
    Map<String, BookPosition> books = Memory.books(draft);
    for (var sink : draft.sinks) {
      // By the rows, not by the writers: lanes may have become fewer since.
      boolean goesOn = sink._2.generation() == sink._2.standing().generation();
      for (PositionRow row : goesOn ? sink._2.standing().rows() : Vector.<PositionRow>empty()) {
        Writer writer = new Writer(sink._1, row.lane());
        if (among.test(row.partition()) && known(draft, row.partition())) {
          Option<BookPosition> book = books.get(State.Books.key(writer, row.partition()));
          if (book.isDefined() || !lanesForgotten(draft, books, writer.sink(), row.partition())) {
            reconcile(draft, writer, row, book);
          }
        }
      }
    }
  }

  /** A lane without a book beside lanes that have one was level with them when it was given up. */
  private static boolean lanesForgotten(
      Draft draft, Map<String, BookPosition> books, String sink, Partition partition) {
    return draft
        .writersOfSink(sink)
        .exists(other -> books.containsKey(State.Books.key(other, partition)));
  }

  private static boolean known(Draft draft, Partition partition) {
    return draft
        .sources
        .get(partition.source())
        .exists(source -> source.partitions().containsKey(partition));
  }

  private static void reconcile(
      Draft draft, Writer writer, PositionRow row, Option<BookPosition> book) {
    boolean ahead = !book.exists(each -> each.position().equals(row.position()));
    if (ahead && !row.key().isEmpty()) {
      long known = book.map(BookPosition::records).getOrElse(0L);
      process(
          draft,
          writer.sink(),
          Math.max(0, row.records() - known),
          row.key(),
          Option.some(text(row.partition(), row.position())));
      draft.note(
          Note.Kind.RECONCILED,
          at(writer, row.partition(), row.position()) + " had confirmed more than was recorded");
    }
  }

  /** What all sinks have got ahead of the books is recorded of the source, too. */
  static void reconcileSources(Draft draft, Predicate<Partition> among) {
    Map<Partition, BookPosition> booked = TreeMap.empty();
    // Those of lanes that are given up, too.
    for (BookPosition book : Memory.books(draft).values()) {
      if (among.test(book.partition()) && known(draft, book.partition())) {
        booked = booked.put(book.partition(), book, least(draft.order(book.partition())));
      }
    }
    for (var source : draft.sources) {
      for (var partition : source._2.partitions().filterKeys(among)) {
        // One that appeared since the last save has no book: all that is confirmed of it is new.
        Position start = partition._2.bounds().start();
        reconcile(
            draft,
            partition._1,
            booked.get(partition._1).map(BookPosition::position).getOrElse(start),
            booked.get(partition._1).map(BookPosition::read).getOrElse(0L));
      }
    }
  }

  private static BinaryOperator<BookPosition> least(PositionOrder order) {
    return (left, right) -> order.compare(left.position(), right.position()) <= 0 ? left : right;
  }

  private static void reconcile(Draft draft, Partition partition, Position booked, long read) {
    State.Place place = draft.least(partition.source(), partition);
    if (draft.order(partition).compare(place.position(), booked) > 0) {
      process(
          draft,
          partition.source(),
          Math.max(0, place.read() - read),
          Keys.of(partition.text(), booked.text(), place.position().text()),
          Option.some(text(partition, place.position())));
    }
  }

  private static void process(
      Draft draft, String stage, long records, String key, Option<String> position) {
    Processed processed =
        draft.runtime.process(stage, records, Duration.ZERO, key, position, draft.now);
    draft.runtime = processed.runtime();
  }
}
