package dev.tidemark.coordinator;

import io.vavr.collection.Seq;

/**
 * What an event led to.
 *
 * @param effects to be carried out, in order where they concern the same source, sink or store
 */
public record Step(State state, Seq<Effect> effects) {

  /** Whether the run now only waits for the books to be saved, so that it may end. */
  public boolean endsWithBooks() {
    return state.books().saving().isDefined() && (state.phase() == Phase.HALTING || isAllDone());
  }

  private boolean isAllDone() {
    return state.batches().isEmpty()
        && (state.draining().isDefined()
            || state.sources().forAll(source -> source._2.open().isEmpty()));
  }
}
