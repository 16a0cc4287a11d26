package dev.tidemark.coordinator;

import io.vavr.collection.Seq;

/**
 * What an event led to.
 *
 * @param effects to be carried out, in order where they concern the same source, sink or store
 */
public record Step(State state, Seq<Effect> effects) {}
