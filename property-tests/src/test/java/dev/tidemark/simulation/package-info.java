/**
 * The real coordinator against a simulated world: random flows, random order of everything, crashes
 * at every effect, answers that are lost or late, owners superseded in the middle.
 */
@NullMarked
package dev.tidemark.simulation;

import org.jspecify.annotations.NullMarked;
