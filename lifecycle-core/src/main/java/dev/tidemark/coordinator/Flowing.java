package dev.tidemark.coordinator;

import dev.tidemark.coordinator.Event.BatchRead;
import dev.tidemark.coordinator.State.BatchState;
import dev.tidemark.coordinator.State.Load;
import dev.tidemark.coordinator.State.PartitionState;
import dev.tidemark.coordinator.State.Place;
import dev.tidemark.coordinator.State.SourceState;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.control.Option;

/** Reading, and handing what was made of it to the writers, in order within each source. */
final class Flowing {

  /**
   * Of one source under way: so small batches are made while others are written, not all at first
   * and in their way.
   */
  private static final int MOST_BATCHES = 512;

  private Flowing() {}

  /** After every event: begin whatever may begin now. */
  static void settle(Draft draft) {
    if (draft.phase == Phase.FLOWING) {
      draft.sources.keysIterator().forEach(source -> readOn(draft, source));
      draft.writers.keysIterator().forEach(writer -> Writing.pump(draft, writer));
      Saving.saveIfDirty(draft);
      Ending.endIfDone(draft);
    } else if (draft.phase == Phase.HALTING) {
      Ending.closeIfQuiet(draft);
    }
  }

  static void assigned(Draft draft, Event.Assigned event) {
    draft.source(event.assign().source(), source -> source.withAssigned(true));
  }

  private static void readOn(Draft draft, String name) {
    SourceState source = draft.source(name);
    // Once all that may be is under way, it is worth waking a source only for several batches.
    int batches = draft.justRead.equals(name) ? MOST_BATCHES : MOST_BATCHES / 2;
    Load load = source.load();
    boolean room =
        load.records() < draft.spec.limits().queueRecords()
            && load.bytes() < draft.spec.limits().queueBytes()
            && load.batches() < batches;
    if (source.assigned()
        && !source.reading()
        && room
        && wanted(draft, name)
        && !exhausted(draft, name)) {
      draft.source(name, state -> state.withReading(true));
      draft.emit(new Effect.Read(name));
    }
  }

  /**
   * Whether more is to be read of a source. A stream that is to stop reads on until all writers
   * stand equal, so that it ends at a barrier (Delivery 12); a job goes on with the next start.
   */
  static boolean wanted(Draft draft, String source) {
    return draft.draining.isEmpty()
        || (draft.phase == Phase.FLOWING && draft.spec.streaming() && !level(draft, source));
  }

  /** Whether each partition has been read as far as the furthest of its writers. */
  static boolean level(Draft draft, String source) {
    return draft
        .source(source)
        .partitions()
        .keysIterator()
        .forAll(partition -> level(draft, source, partition));
  }

  private static boolean level(Draft draft, String source, Partition partition) {
    SourceState state = draft.source(source);
    boolean ended =
        state.partitions().get(partition).exists(PartitionState::assigned)
            && !state.open().contains(partition);
    return ended
        || draft
                .writersOf(source)
                .map(writer -> queuedTo(draft, writer, partition))
                .distinctBy(draft.order(partition)::compare)
                .size()
            <= 1;
  }

  /** Whether every partition has been read to its end. */
  static boolean exhausted(Draft draft, String source) {
    return draft.source(source).open().isEmpty();
  }

  static void nothingRead(Draft draft, Event.NothingRead event) {
    draft.source(event.source(), source -> source.withReading(false));
  }

  static void read(Draft draft, BatchRead event) {
    Partition partition = event.partition();
    String name = partition.source();
    draft.justRead = name;
    draft.source(name, source -> source.withReading(false));
    if (draft.phase != Phase.FLOWING) {
      draft.emit(new Effect.Release(event.batch()));
      return;
    }
    Option<PartitionState> known = draft.source(name).partitions().get(partition);
    if (known.isEmpty()) {
      Ending.fail(
          draft, Fault.BUG, name + ": the connector read " + partition.text() + ", unasked");
      return;
    }
    if (draft.draining.isDefined() && draft.spec.streaming() && level(draft, name, partition)) {
      // It is read again by the next run: nobody waits for it now.
      draft.emit(new Effect.Release(event.batch()));
      return;
    }
    PartitionState state = known.get();
    PositionOrder order = draft.order(partition);
    Set<Writer> needing =
        TreeSet.ofAll(
            draft
                .writersOf(name)
                .filter(writer -> !order.covers(queuedTo(draft, writer, partition), event.to())));
    boolean broken =
        !event.from().equals(state.read())
            || needing.exists(
                writer -> order.compare(queuedTo(draft, writer, partition), event.from()) > 0);
    if (broken) {
      Ending.fail(
          draft,
          Fault.BUG,
          name
              + ": the connector read "
              + Reconciling.text(partition, event.from())
              + " to "
              + event.to().text()
              + " across a position that it was to stop at");
      return;
    }
    take(draft, event, needing);
  }

  private static Position queuedTo(Draft draft, Writer writer, Partition partition) {
    return draft.writer(writer).places().get(partition).get().queuedTo();
  }

  private static void take(Draft draft, BatchRead event, Set<Writer> needing) {
    Partition partition = event.partition();
    draft.source(
        partition.source(),
        source ->
            source
                .withPartitions(
                    source
                        .partitions()
                        .computeIfPresent(partition, (ignored, each) -> each.readTo(event.to()))
                        ._2)
                .withOrder(source.order().enqueue(event.batch()))
                .withBehind(source.behind().add(partition))
                .withLoad(source.load().plus(event)));
    PartitionState read = draft.source(partition.source()).partitions().get(partition).get();
    if (Decision.covered(draft, read, event.to())) {
      draft.source(partition.source(), source -> source.withOpen(source.open().remove(partition)));
    }
    for (Writer writer : needing) {
      Place place = draft.writer(writer).places().get(partition).get();
      Place queued = place.queued(event.to());
      draft.writer(writer, state -> state.withPlaces(state.places().put(partition, queued)));
    }
    draft.batches = draft.batches.put(event.batch(), BatchState.of(event, needing));
    draft.emit(new Effect.Transform(event.batch(), needing));
  }

  static void transformed(Draft draft, Event.Transformed event) {
    Option<BatchState> batch = draft.batches.get(event.batch());
    if (draft.phase != Phase.FLOWING || batch.isEmpty() || batch.get().rows().isDefined()) {
      return;
    }
    draft.dropped += event.dropped();
    boolean ready = event.letters() == 0;
    draft.batches = draft.batches.put(event.batch(), withRows(batch.get(), event.rows(), ready));
    if (ready) {
      handOver(draft, batch.get().read().partition().source());
    } else {
      // Delivery 24: kept before any sink's position covers them.
      draft.emit(new Effect.KeepLetters(event.batch()));
    }
  }

  /** No rows can be made of a batch: the run fails when all before it is handed over. */
  static void failed(Draft draft, long number, Trouble trouble) {
    for (BatchState batch : draft.batches.get(number)) {
      draft.batches = draft.batches.put(number, batch.failed(trouble));
      handOver(draft, batch.read().partition().source());
    }
  }

  private static BatchState withRows(
      BatchState batch, Map<Writer, Event.Rows> rows, boolean ready) {
    Map<Writer, Event.Rows> all =
        TreeMap.ofEntries(batch.writers().map(writer -> Map.entry(writer, rows.get(writer).get())));
    return batch.made(all, ready);
  }

  static void lettersKept(Draft draft, Event.LettersKept event) {
    Option<BatchState> batch = draft.batches.get(event.batch());
    if (batch.isEmpty()) {
      return;
    }
    Writing.countLetters(draft, event.inserted());
    BatchState kept = batch.get();
    draft.batches = draft.batches.put(event.batch(), kept.heldBy(kept.holders()));
    handOver(draft, kept.read().partition().source());
  }

  /** Gives the writers what is ready, never past a batch that isn't. */
  private static void handOver(Draft draft, String source) {
    while (draft.source(source).order().nonEmpty()) {
      var head = draft.source(source).order().dequeue();
      BatchState batch = draft.batches.get(head._1).get();
      if (batch.failure().isDefined()) {
        Trouble trouble = batch.failure().get();
        Ending.fail(draft, trouble.fault(), trouble.reason());
        return;
      }
      if (!batch.ready()) {
        return;
      }
      draft.source(source, state -> state.withOrder(head._2));
      enqueue(draft, head._1, batch);
    }
  }

  private static void enqueue(Draft draft, long number, BatchState batch) {
    Set<Writer> holders =
        batch.writers().filter(writer -> batch.rows().get().get(writer).get().size() > 0);
    draft.batches = draft.batches.put(number, batch.heldBy(holders));
    for (Writer writer : batch.writers()) {
      BatchRead read = batch.read();
      Segment segment =
          new Segment(
              number,
              read.partition(),
              0,
              batch.rows().get().get(writer).get().size(),
              read.from(),
              read.to(),
              0,
              read.records(),
              read.eventTime(),
              Segment.Fate.WRITE,
              "",
              0);
      draft.writer(writer, state -> state.withQueue(Segments.append(state.queue(), segment)));
    }
    releaseIfFree(draft, number);
  }

  /** A writer has no more rows to write of a batch. */
  static void letGo(Draft draft, long number, Writer writer) {
    Option<BatchState> batch = draft.batches.get(number);
    if (batch.isDefined()) {
      BatchState held = batch.get();
      draft.batches = draft.batches.put(number, held.heldBy(held.holders().remove(writer)));
      releaseIfFree(draft, number);
    }
  }

  /** Dead letters of a batch are being copied: until they are, it is needed. */
  static void copying(Draft draft, long number) {
    draft.batches = draft.batches.put(number, draft.batches.get(number).get().copying(1));
  }

  static void copied(Draft draft, long number) {
    draft.batches = draft.batches.put(number, draft.batches.get(number).get().copying(-1));
    releaseIfFree(draft, number);
  }

  private static void releaseIfFree(Draft draft, long number) {
    BatchState batch = draft.batches.get(number).get();
    if (batch.holders().isEmpty() && batch.copying() == 0) {
      draft.batches = draft.batches.remove(number);
      draft.source(
          batch.read().partition().source(),
          source -> source.withLoad(source.load().minus(batch.read())));
      draft.emit(new Effect.Release(number));
    }
  }
}
