package dev.tidemark.coordinator;

import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.State.PartitionState;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Partitions given to a source to read: at the start, and as a stream finds new ones. */
final class Arrivals {

  private Arrivals() {}

  /** Time to look for new partitions. */
  static void look(Draft draft) {
    if (draft.phase != Phase.FLOWING || draft.draining.isDefined()) {
      return;
    }
    draft.emit(new Effect.Wake(Startup.RESOLVE, draft.spec.limits().resolveEvery()));
    for (RunSpec.SourceSpec source : draft.spec.sources()) {
      if (!draft.source(source.name()).resolving()) {
        draft.source(source.name(), state -> state.withResolving(true));
        draft.emit(
            new Effect.Resolve(
                source.name(),
                Startup.knownPositions(draft, source.name()),
                draft
                    .source(source.name())
                    .partitions()
                    .values()
                    .map(PartitionState::bounds)
                    .toVector()));
      }
    }
  }

  static void resolved(Draft draft, Event.Resolved event) {
    if (draft.phase != Phase.FLOWING) {
      return;
    }
    draft.source(event.source(), state -> state.withResolving(false));
    Seq<PartitionBounds> arrived =
        event
            .partitions()
            .filter(
                each -> !draft.source(event.source()).partitions().containsKey(each.partition()));
    // One arrival at a time: what comes meanwhile is found again at the next look.
    if (arrived.isEmpty() || !draft.awaiting.isEmpty() || draft.draining.isDefined()) {
      return;
    }
    draft.source(
        event.source(),
        state -> state.withPartitions(Startup.fresh(arrived).merge(state.partitions())));
    for (Writer writer : draft.writersOf(event.source())) {
      for (PartitionBounds bounds : arrived) {
        State.Place place = Decision.place(draft, writer, bounds);
        draft.writer(
            writer, state -> state.withPlaces(state.places().put(bounds.partition(), place)));
      }
    }
    // What a sink knows of it and the books don't, as at a start (Delivery 21).
    Set<Partition> partitions = TreeSet.ofAll(arrived.map(PartitionBounds::partition));
    Option<String> behind = Reconciling.wentBack(draft, partitions::contains);
    if (behind.isDefined()) {
      Ending.fail(draft, Fault.WENT_BACK, behind.get());
      return;
    }
    if (draft.resuming) {
      Reconciling.reconcile(draft, partitions::contains);
      Reconciling.reconcileSources(draft, partitions::contains);
    }
    for (Writer writer : draft.writersOf(event.source())) {
      for (Partition partition : partitions) {
        draft.book(writer, partition, draft.writer(writer).places().get(partition).get());
      }
    }
    open(draft, event.source(), arrived.map(PartitionBounds::partition));
  }

  private static void open(Draft draft, String source, Seq<Partition> partitions) {
    Seq<String> sinks =
        draft
            .spec
            .source(source)
            .sinks()
            .filter(sink -> draft.spec.sink(sink).keeping() == Keeping.SINK);
    if (draft.await(Phase.FLOWING, sinks)) {
      sinks.forEach(sink -> draft.emit(Startup.openingOf(draft, sink, Option.some(partitions))));
    } else {
      assign(draft, source, TreeSet.ofAll(partitions));
    }
  }

  static void opened(Draft draft, Event.Opened event) {
    if (draft.answered(Phase.FLOWING, event.sink())) {
      for (RunSpec.SourceSpec source : draft.spec.sources()) {
        Set<Partition> waiting =
            draft
                .source(source.name())
                .partitions()
                .filterValues(partition -> !partition.assigned())
                .keySet();
        if (waiting.nonEmpty()) {
          assign(draft, source.name(), waiting);
        }
      }
    }
  }

  /** Starts each partition at the least of its writers' positions, with cuts at the others. */
  static void assign(Draft draft, String source, Set<Partition> partitions) {
    Vector<Assignment> assignments = Vector.empty();
    for (Partition partition : partitions) {
      PartitionState state = draft.source(source).partitions().get(partition).get();
      Assignment assignment = assignment(draft, source, state.bounds());
      PartitionState assigned = state.assignedFrom(draft.least(source, partition));
      draft.source(source, each -> each.withPartitions(each.partitions().put(partition, assigned)));
      if (!Decision.covered(draft, state, assignment.from())) {
        assignments = assignments.append(assignment);
        draft.source(source, each -> each.withOpen(each.open().add(partition)));
      }
    }
    if (assignments.isEmpty()) {
      draft.source(source, each -> each.withAssigned(true));
    } else {
      draft.emit(new Effect.Assign(source, assignments));
    }
  }

  private static Assignment assignment(Draft draft, String source, PartitionBounds bounds) {
    PositionOrder order = draft.spec.source(source).order();
    Seq<Position> positions =
        draft
            .writersOf(source)
            .map(writer -> draft.writer(writer).places().get(bounds.partition()).get().position())
            .sorted(order::compare)
            .distinct();
    Position from = positions.head();
    Seq<Position> cuts =
        positions.filter(
            cut ->
                order.compare(cut, from) > 0
                    && bounds.end().forAll(end -> order.compare(cut, end) < 0));
    return new Assignment(bounds.partition(), from, bounds.end(), cuts.toVector());
  }
}
