package dev.tidemark.coordinator;

import dev.tidemark.coordinator.State.PartitionState;
import dev.tidemark.coordinator.State.Unacknowledged;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import io.vavr.collection.Traversable;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/** The books: one entry under way at a time, so that many small writes share one save. */
final class Saving {

  private Saving() {}

  static void saveIfDirty(Draft draft) {
    if (draft.books.dirty() && draft.books.saving().isEmpty()) {
      advance(draft);
      save(draft, Option.none());
    }
  }

  static void save(Draft draft, Option<RunStart> start) {
    Entry entry =
        new Entry(
            draft.books.number() + 1,
            draft.runtime,
            draft.books.positions().values().toVector(),
            draft.books.notes(),
            start);
    draft.books = draft.books.begin(entry);
    draft.emit(new Effect.Save(entry));
  }

  /** Records, for each source, what every writer has confirmed: an unbroken prefix. */
  static void advance(Draft draft) {
    for (var source : draft.sources) {
      for (var partition : source._2.partitions()) {
        advance(draft, source._1, partition._1, partition._2);
      }
    }
  }

  private static void advance(
      Draft draft, String source, Partition partition, PartitionState state) {
    PositionOrder order = draft.order(partition);
    Position least =
        draft
            .spec
            .writersOf(source)
            .map(writer -> draft.writer(writer).places().get(partition).get().position())
            .reduce(order::least);
    if (!state.assigned() || order.compare(least, state.acknowledged()) <= 0) {
      return;
    }
    Queue<Unacknowledged> rest = state.unacknowledged();
    long records = 0;
    Instant latest = Instant.EPOCH;
    while (rest.nonEmpty() && order.compare(rest.head().to(), least) <= 0) {
      records += rest.head().records();
      latest = rest.head().eventTime();
      rest = rest.tail();
    }
    PartitionState advanced = state.acknowledgedTo(least, rest);
    draft.source(source, each -> each.withPartitions(each.partitions().put(partition, advanced)));
    record(draft, partition, state.acknowledged(), least, records, latest);
  }

  private static void record(
      Draft draft,
      Partition partition,
      Position from,
      Position to,
      long records,
      Instant eventTime) {
    Duration lag = records == 0 ? Duration.ZERO : Duration.between(eventTime, draft.now);
    draft.runtime =
        draft
            .runtime
            .process(
                partition.source(),
                records,
                lag.isNegative() ? Duration.ZERO : lag,
                Keys.of(partition.text(), from.text(), to.text()),
                Option.some(Reconciling.text(partition, to)),
                draft.now)
            .runtime();
  }

  static void saved(Draft draft, Event.Saved event) {
    if (!draft.books.saving().exists(entry -> entry.number() == event.number())) {
      return;
    }
    draft.books = draft.books.end();
    switch (draft.phase) {
      case BEGINNING -> Startup.open(draft);
      case CLOSING -> Ending.closed(draft);
      case FLOWING -> acknowledge(draft, draft.sources.keySet());
      case INSPECTING,
          RAISING,
          CLAIMING,
          RECOVERING,
          RESOLVING,
          COMPILING,
          PREPARING,
          OPENING,
          FINISHING,
          HALTING,
          ACKNOWLEDGING,
          ENDED -> {}
    }
  }

  /** Only now is it durable everywhere, the store's own memory included. */
  static void acknowledge(Draft draft, Traversable<String> sources) {
    for (String source : sources) {
      Map<Partition, Position> positions =
          TreeMap.ofEntries(
              draft
                  .source(source)
                  .partitions()
                  .filterValues(PartitionState::assigned)
                  .map(each -> Map.entry(each._1, each._2.acknowledged())));
      if (positions.nonEmpty()) {
        draft.emit(new Effect.Acknowledge(source, positions));
      }
    }
  }
}
