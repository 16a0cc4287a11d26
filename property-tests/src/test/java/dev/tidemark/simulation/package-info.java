/**
 * The real coordinator and the real interpreter of its effects against a simulated world: random
 * flows, random order of everything, crashes at every effect, answers that are lost or late, owners
 * superseded in the middle, stores and targets lost or restored, flows that change.
 */
@NullMarked
package dev.tidemark.simulation;

import org.jspecify.annotations.NullMarked;
