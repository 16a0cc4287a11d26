/**
 * The jobs by hand: what remains to be done when there is no framework, written for the job and for
 * speed. They are the limits that everything else is compared with.
 */
@NullMarked
package dev.tidemark.benchmarks.byhand;

import org.jspecify.annotations.NullMarked;
