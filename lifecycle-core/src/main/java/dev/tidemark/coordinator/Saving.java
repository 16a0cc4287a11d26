package dev.tidemark.coordinator;

import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.State.PartitionState;
import dev.tidemark.coordinator.State.Place;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.Traversable;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;

/** The books: one entry under way at a time, so that many small writes share one save. */
final class Saving {

  private Saving() {}

  static void saveIfDirty(Draft draft) {
    if (draft.books.dirty() && draft.books.saving().isEmpty()) {
      advance(draft);
      save(draft, Option.none(), patient(draft));
    }
  }

  /** Delivery 14: plans wait for the books. So does the end, which is near without a batch. */
  private static boolean patient(Draft draft) {
    return draft.draining.isEmpty()
        && draft.batches.nonEmpty()
        && draft.spec.sinks().forAll(sink -> sink.keeping() != Keeping.PLAN);
  }

  static void save(Draft draft, Option<RunStart> start) {
    save(draft, start, false);
  }

  private static void save(Draft draft, Option<RunStart> start, boolean patient) {
    Entry entry =
        new Entry(
            draft.books.number() + 1,
            draft.runtime,
            draft.books.positions().values().toVector(),
            start.isDefined() || draft.phase == Phase.BEGINNING
                ? Memory.goneLanes(draft)
                : Vector.empty(),
            draft.books.notes(),
            start);
    draft.books = draft.books.begin(entry);
    draft.emit(new Effect.Save(entry, patient));
  }

  /** Records, for each source, what every writer has confirmed: an unbroken prefix. */
  static void advance(Draft draft) {
    for (var source : draft.sources) {
      for (Partition partition : source._2.behind()) {
        advance(draft, source._1, partition, source._2.partitions().get(partition).get());
      }
    }
  }

  private static void advance(
      Draft draft, String source, Partition partition, PartitionState state) {
    Place least = draft.least(source, partition);
    boolean further = draft.order(partition).compare(least.position(), state.acknowledged()) > 0;
    if (!state.assigned() || !further) {
      return;
    }
    PartitionState advanced = state.acknowledgedTo(least);
    draft.source(source, each -> each.withPartitions(each.partitions().put(partition, advanced)));
    if (advanced.acknowledged().equals(advanced.read())) {
      draft.source(source, each -> each.withBehind(each.behind().remove(partition)));
    }
    draft.books = draft.books.withAdvanced(draft.books.advanced().put(partition, least.position()));
    long records = Math.max(0, least.read() - state.counted());
    record(draft, partition, state.acknowledged(), least, records);
  }

  private static void record(
      Draft draft, Partition partition, Position from, Place to, long records) {
    Duration lag = records == 0 ? Duration.ZERO : Duration.between(to.eventTime(), draft.now);
    draft.runtime =
        draft
            .runtime
            .process(
                partition.source(),
                records,
                lag.isNegative() ? Duration.ZERO : lag,
                Keys.of(partition.text(), from.text(), to.position().text()),
                Option.some(Reconciling.text(partition, to.position())),
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
      case FLOWING -> acknowledge(draft, acknowledgeable(draft));
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

  /** The sources with something to acknowledge. */
  static Set<String> acknowledgeable(Draft draft) {
    return draft.books.advanced().keySet().map(Partition::source);
  }

  /** Only now is it durable everywhere, the store's own memory included. */
  static void acknowledge(Draft draft, Traversable<String> sources) {
    for (String source : sources) {
      Map<Partition, Position> positions =
          draft.books.advanced().filterKeys(partition -> partition.source().equals(source));
      draft.books = draft.books.withAdvanced(draft.books.advanced().removeAll(positions.keySet()));
      draft.emit(new Effect.Acknowledge(source, positions));
    }
  }

  /** What could not be acknowledged is due again with the next. */
  static void unacknowledged(Draft draft, Effect.Acknowledge effect) {
    draft.books = draft.books.withAdvanced(draft.books.advanced().merge(effect.positions()));
  }
}
