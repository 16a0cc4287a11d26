/**
 * What the shell does next: the delivery protocol as a pure machine. Start at {@code Coordinator}.
 *
 * <p>Everything here is a value or a function of its arguments. Nothing reads a clock, draws a
 * random number, blocks or talks to a system; the shell carries the effects out and reports events
 * back.
 */
@NullMarked
package dev.tidemark.coordinator;

import org.jspecify.annotations.NullMarked;
