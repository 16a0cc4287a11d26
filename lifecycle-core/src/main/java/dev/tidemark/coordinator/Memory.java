package dev.tidemark.coordinator;

import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.State.SinkState;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Where writers stood before this runner: by the sinks' own word where they keep it, else by the
 * books.
 */
final class Memory {

  private Memory() {}

  /** Gives the sinks that keep no position a standing made of the books. */
  static void fromBooks(Draft draft) {
    for (SinkSpec sink : draft.spec.sinks()) {
      if (sink.keeping() != Keeping.SINK) {
        Seq<BookPosition> books = booksOf(draft, sink.name());
        long generation = books.map(BookPosition::generation).max().getOrElse(0L);
        Seq<PositionRow> rows =
            books.filter(book -> book.generation() == generation).map(Memory::row);
        Standing standing =
            new Standing(new Owner(0, ""), generation, 0, false, "", books.isEmpty(), rows);
        draft.sink(sink.name(), ignored -> SinkState.of(standing));
      }
    }
  }

  private static PositionRow row(BookPosition book) {
    return new PositionRow(
        book.partition(),
        book.writer().lane(),
        book.position(),
        "",
        book.records(),
        book.read(),
        Instant.EPOCH);
  }

  static Seq<BookPosition> booksOf(Draft draft, String sink) {
    return draft.beginning.books().filter(book -> book.writer().sink().equals(sink));
  }

  /** Lanes that the books know and the flow's sinks no longer have. */
  static Seq<Writer> goneLanes(Draft draft) {
    return draft
        .beginning
        .books()
        .map(BookPosition::writer)
        .filter(
            writer ->
                draft.sinks.containsKey(writer.sink())
                    && writer.lane() >= draft.sink(writer.sink()).lanes())
        .distinct();
  }

  /** What the books hold of the loads that the sinks are in, by {@link State.Books#key}. */
  static Map<String, BookPosition> books(Draft draft) {
    return TreeMap.ofEntries(
        draft
            .beginning
            .books()
            .filter(book -> draft.sinks.containsKey(book.writer().sink()))
            .filter(book -> book.generation() == draft.sink(book.writer().sink()).generation())
            .map(book -> Map.entry(State.Books.key(book), book)));
  }

  /** Whether the books have seen anything written of a load. */
  static boolean written(Draft draft, SinkSpec sink, long generation) {
    return booksOf(draft, sink.name())
        .exists(book -> book.generation() == generation && book.read() + book.records() > 0);
  }

  static Option<PositionRow> row(Draft draft, Writer writer, Partition partition) {
    return draft.sink(writer.sink()).lane(writer.lane()).get(partition);
  }

  /** Whether a stored plan begins where its writer stands: it was not confirmed. */
  static boolean pending(Draft draft, Plan plan) {
    boolean known = draft.spec.sinks().exists(sink -> sink.name().equals(plan.writer().sink()));
    return known
        && draft.sink(plan.writer().sink()).standing().generation() == plan.generation()
        && plan.moves()
            .forAll(
                move ->
                    row(draft, plan.writer(), move.partition())
                        .exists(row -> row.position().equals(move.from())));
  }

  /** Takes note that a plan of an earlier runner has been published. */
  static void published(Draft draft, Plan plan) {
    for (Move move : plan.moves()) {
      draft.sink(plan.writer().sink(), sink -> moved(sink, plan.writer().lane(), move));
    }
  }

  private static SinkState moved(SinkState sink, int lane, Move move) {
    Standing old = sink.standing();
    Seq<PositionRow> rows =
        old.rows()
            .map(
                row ->
                    row.lane() == lane && row.partition().equals(move.partition())
                        ? row.moved(move)
                        : row);
    Standing standing =
        new Standing(
            old.owner(),
            old.generation(),
            old.run(),
            old.complete(),
            old.resolved(),
            old.empty(),
            rows);
    return SinkState.of(standing).with(sink.generation(), sink.lanes(), sink.finished());
  }
}
