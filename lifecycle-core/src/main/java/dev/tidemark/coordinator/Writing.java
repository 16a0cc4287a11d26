package dev.tidemark.coordinator;

import dev.tidemark.coordinator.Effect.Write;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.OnRefusal;
import dev.tidemark.coordinator.Segment.Fate;
import dev.tidemark.coordinator.State.BatchState;
import dev.tidemark.coordinator.State.Place;
import dev.tidemark.coordinator.State.WriterState;
import dev.tidemark.lifecycle.ProcessResult;
import dev.tidemark.lifecycle.Processed;
import io.vavr.Tuple2;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/** Writes, each a compare-and-set of positions; what is refused, and what is not known. */
final class Writing {

  private Writing() {}

  /** Begins this writer's next write, when it is free and has something worth a write. */
  static void pump(Draft draft, Writer name) {
    WriterState writer = draft.writer(name);
    if (writer.write().isDefined() || writer.queue().isEmpty() || unsettled(draft, name)) {
      return;
    }
    // Delivery 5: coverage goes with the next data, else now and then, and always at the end.
    boolean worth =
        writer.coverDue()
            || draft.draining.isDefined()
            || writer.queue().exists(segment -> segment.rows() > 0)
            || Ending.allRead(draft);
    if (!worth) {
      return;
    }
    Seq<Segment> segments = Segments.next(writer.queue(), draft.spec.limits().writeRecords());
    Write write =
        new Write(
            name,
            draft.owner,
            writer.writes() + 1,
            draft.sink(name.sink()).generation(),
            moves(draft, name, segments),
            segments);
    Queue<Segment> rest = writer.queue().drop(segments.size());
    draft.writer(name, state -> state.begin(write, rest));
    carryOut(draft, write);
  }

  /** Delivery 14: a stored plan is replaced only once the books hold what it led to. */
  private static boolean unsettled(Draft draft, Writer name) {
    return draft.spec.sink(name.sink()).keeping() == Keeping.PLAN
        && draft
            .books
            .positions()
            .values()
            .appendAll(draft.books.saving().toVector().flatMap(Entry::positions))
            .exists(book -> book.writer().equals(name));
  }

  private static void carryOut(Draft draft, Write write) {
    Keeping keeping = draft.spec.sink(write.writer().sink()).keeping();
    if (keeping == Keeping.SINK || write.records() > 0) {
      draft.emit(write);
    } else if (write.letters() > 0) {
      // The target has nowhere to put them: the store keeps them, before they are covered.
      draft.emit(new Effect.CopyLetters(write));
    } else {
      applied(draft, write);
    }
  }

  private static Seq<Move> moves(Draft draft, Writer writer, Seq<Segment> segments) {
    Map<Partition, Move> moves = TreeMap.empty();
    for (Segment segment : segments) {
      Move move =
          moves
              .get(segment.partition())
              .map(first -> join(first, segment))
              .getOrElse(() -> first(draft, writer, segment));
      moves = moves.put(segment.partition(), move);
    }
    Vector<Move> keyed = Vector.empty();
    for (Tuple2<Partition, Move> each : moves) {
      keyed = keyed.append(keyed(draft, writer, each._2));
    }
    return keyed;
  }

  private static Move first(Draft draft, Writer writer, Segment segment) {
    Place place = draft.writer(writer).places().get(segment.partition()).get();
    return new Move(
        segment.partition(),
        writer.lane(),
        place.position(),
        segment.to(),
        "",
        segment.written(),
        segment.read(),
        later(place.eventTime(), segment.eventTime()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Move join(Move move, Segment segment) {
    return new Move(
        move.partition(),
        move.lane(),
        move.from(),
        segment.to(),
        "",
        move.records() + segment.written(),
        move.read() + segment.read(),
        later(move.eventTime(), segment.eventTime()));
  }

  /** Delivery 8: the key is derived from the bounds, the generation and the lane. */
  private static Move keyed(Draft draft, Writer writer, Move move) {
    String key =
        Keys.of(
            draft.spec.pipeline().name(),
            writer.sink(),
            Integer.toString(writer.lane()),
            Long.toString(draft.sink(writer.sink()).generation()),
            move.partition().text(),
            move.from().text(),
            move.to().text());
    return new Move(
        move.partition(),
        move.lane(),
        move.from(),
        move.to(),
        key,
        move.records(),
        move.read(),
        move.eventTime());
  }

  private static Option<Write> current(Draft draft, Writer writer, long number) {
    return draft.writer(writer).write().filter(write -> write.number() == number);
  }

  static void written(Draft draft, Event.Written event) {
    for (Write write : current(draft, event.writer(), event.number())) {
      applied(draft, write);
    }
  }

  /** Delivery 21: the books record what the sink has confirmed. */
  private static void applied(Draft draft, Write write) {
    Writer name = write.writer();
    for (Move move : write.moves()) {
      Place old = draft.writer(name).places().get(move.partition()).get();
      Place place = old.moved(move);
      draft.writer(name, state -> state.withPlaces(state.places().put(move.partition(), place)));
      draft.book(name, move.partition(), place);
      record(draft, name.sink(), move);
    }
    for (Segment segment : write.segments()) {
      draft.dropped += segment.fate() == Fate.DROP ? segment.rows() : 0;
    }
    draft.writer(name, WriterState::end);
    boolean copy = write.letters() > 0 && draft.spec.sink(name.sink()).keeping() == Keeping.SINK;
    if (copy) {
      // What is written of the batch meanwhile must not take the letters' records away.
      write.segments().forEach(segment -> Flowing.copying(draft, segment.batch()));
      draft.emit(new Effect.CopyLetters(write));
    } else {
      letGo(draft, write);
    }
  }

  private static void record(Draft draft, String sink, Move move) {
    Duration lag = Duration.between(move.eventTime(), draft.now);
    Processed processed =
        draft.runtime.process(
            sink,
            move.records(),
            lag.isNegative() ? Duration.ZERO : lag,
            move.key(),
            Option.some(Reconciling.text(move.partition(), move.to())),
            draft.now);
    draft.runtime = processed.runtime();
    if (processed.result() instanceof ProcessResult.Rejected rejected
        && draft.phase == Phase.FLOWING) {
      Ending.fail(
          draft, Fault.BUG, "the books refuse what " + sink + " confirmed: " + rejected.reason());
    }
  }

  /** How many the store has of the run, whatever a crash has left uncounted (Delivery 24). */
  static void lettersKnown(Draft draft, long letters) {
    countLetters(draft, letters - draft.letters);
  }

  /** Those that the store really inserted, so that its list and the run's count agree. */
  static void countLetters(Draft draft, long letters) {
    if (letters <= 0) {
      return;
    }
    draft.letters += letters;
    if (draft.runtime.lifecycle() instanceof dev.tidemark.lifecycle.Lifecycle.Active) {
      draft.runtime = draft.runtime.recordDeadLetter(letters);
    }
    draft.books = draft.books.touched();
    long most = draft.spec.limits().maxDeadLetters();
    if (draft.letters > most && draft.phase == Phase.FLOWING) {
      Ending.fail(
          draft,
          Fault.LETTERS,
          draft.letters
              + " records were set aside, more than max_dead_letters ("
              + most
              + "): tidemark dead-letters list "
              + draft.spec.pipeline().name()
              + " shows why; mend the cause, and run again");
    }
  }

  private static void letGo(Draft draft, Write write) {
    for (Segment segment : write.segments()) {
      boolean last =
          draft
              .batches
              .get(segment.batch())
              .flatMap(BatchState::rows)
              .flatMap(rows -> rows.get(write.writer()))
              .exists(rows -> segment.rows() > 0 && segment.toRow() == rows.size());
      if (last) {
        Flowing.letGo(draft, segment.batch(), write.writer());
      }
    }
  }

  static void lettersCopied(Draft draft, Event.LettersCopied event) {
    Write write = event.write();
    countLetters(draft, event.inserted());
    if (draft.spec.sink(write.writer().sink()).keeping() == Keeping.SINK) {
      letGo(draft, write);
      write.segments().forEach(segment -> Flowing.copied(draft, segment.batch()));
    } else {
      for (Write now : current(draft, write.writer(), write.number())) {
        applied(draft, now);
      }
    }
  }

  static void staged(Draft draft, Event.Staged event) {
    boolean late = draft.phase == Phase.CLOSING || draft.phase == Phase.ACKNOWLEDGING;
    if (!late && current(draft, event.writer(), event.number()).isDefined()) {
      draft.emit(new Effect.SavePlan(event.plan()));
    }
  }

  static void planSaved(Draft draft, Event.PlanSaved event) {
    draft.emit(new Effect.Publish(event.plan()));
  }

  static void published(Draft draft, Event.Published event) {
    if (draft.phase == Phase.RECOVERING) {
      Memory.published(draft, event.plan());
      Startup.recovered(draft, event.plan());
    } else {
      for (Write write : draft.writer(event.plan().writer()).write()) {
        applied(draft, write);
      }
    }
  }

  /** Delivery 9 and 10: it is done, or it is not, or somebody else has taken over. */
  static void lookedUp(Draft draft, Event.LookedUp event) {
    Option<Write> current = draft.writer(event.writer()).write();
    if (current.isEmpty()) {
      return;
    }
    Write write = current.get();
    Standing standing = event.standing();
    if (!standing.owner().equals(draft.owner)) {
      Ending.stop(
          draft,
          new Outcome.Lost(
              event.writer().sink() + " was claimed under epoch " + standing.owner().epoch()));
    } else if (standsAt(write, standing, true)) {
      applied(draft, write);
      Retrying.succeeded(draft, Retrying.key(write));
    } else if (standsAt(write, standing, false)) {
      Retrying.later(draft, write);
    } else {
      draft.writer(event.writer(), WriterState::end);
      Ending.fail(
          draft,
          Fault.WENT_BACK,
          event.writer().sink()
              + ": its position was moved by somebody else; expected "
              + write
                  .moves()
                  .map(move -> Reconciling.text(move.partition(), move.from()))
                  .mkString(", "));
    }
  }

  private static boolean standsAt(Write write, Standing standing, boolean after) {
    return write
        .moves()
        .forAll(
            move ->
                standing
                    .rows()
                    .exists(
                        row ->
                            row.partition().equals(move.partition())
                                && row.lane() == move.lane()
                                && row.position().equals(after ? move.to() : move.from())));
  }

  /** Cuts what was refused in two, until the bad record stands alone (Delivery 11). */
  static void refused(Draft draft, Write write, String reason) {
    Seq<Segment> segments = write.segments();
    if (segments.size() > 1) {
      again(draft, write, segments.map(Segment::alone));
      return;
    }
    Segment segment = segments.head();
    if (segment.written() == 0) {
      draft.writer(write.writer(), WriterState::end);
      Ending.fail(draft, Fault.MISFIT, write.writer().sink() + ": " + reason);
      return;
    }
    BatchState batch = draft.batches.get(segment.batch()).get();
    Option<Seq<Segment>> halves =
        Segments.halves(
            segment, batch.rows().get().get(write.writer()).get(), batch.read().before());
    if (halves.isDefined()) {
      again(draft, write, halves.get());
    } else {
      standsAlone(draft, write, segment, reason);
    }
  }

  private static void again(Draft draft, Write write, Seq<Segment> segments) {
    draft.writer(
        write.writer(), state -> state.end().withQueue(state.queue().prependAll(segments)));
  }

  private static void standsAlone(Draft draft, Write write, Segment segment, String reason) {
    OnRefusal policy = draft.spec.sink(write.writer().sink()).onRefusal();
    switch (policy) {
      case FAIL -> {
        draft.writer(write.writer(), WriterState::end);
        Ending.fail(
            draft,
            Fault.RECORD,
            write.writer().sink()
                + " refuses the record at "
                + Reconciling.text(segment.partition(), segment.from())
                + ": "
                + reason
                + "; mend it, or set on_error to drop or dead_letter");
      }
      case DROP -> again(draft, write, Vector.of(segment.with(Fate.DROP, reason)));
      case DEAD_LETTER -> again(draft, write, Vector.of(segment.with(Fate.DEAD_LETTER, reason)));
    }
  }
}
