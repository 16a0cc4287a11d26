/**
 * Campaigns of generated and mutated input against everything that reads what a user wrote: flows,
 * queries, files, connections. Start at {@link dev.tidemark.fuzz.FuzzTest}.
 */
@NullMarked
package dev.tidemark.fuzz;

import org.jspecify.annotations.NullMarked;
