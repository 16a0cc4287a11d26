package dev.tidemark.coordinator;

import io.vavr.collection.Seq;

/**
 * A write that is prepared but not yet visible: stored before it is published, and after a crash
 * finished from its own bytes, never made again (Delivery 14).
 *
 * @param content what the sink needs to publish it: names, length, digest
 */
public record Plan(Writer writer, long generation, Seq<Move> moves, String content) {}
