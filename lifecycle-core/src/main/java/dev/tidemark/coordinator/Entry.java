package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What the store writes in one transaction, under the owner's lease.
 *
 * @param number from 1 in each ownership, rising by one: an entry that was already saved under this
 *     owner is left as it is, so saving again after a lost answer is harmless
 * @param runtime the state from now on; the store works out what changed since the last entry
 * @param positions writers' positions that changed
 * @param gone lanes that are no more: their positions are forgotten (Delivery 12)
 * @param notes lines to append to the story
 * @param start present with a run's first entry, before the first read (Delivery 1), and again when
 *     a changed flow goes on with the run from a barrier (Delivery 12)
 */
public record Entry(
    long number,
    Runtime runtime,
    Seq<BookPosition> positions,
    Seq<Writer> gone,
    Seq<Note> notes,
    Option<RunStart> start) {}
