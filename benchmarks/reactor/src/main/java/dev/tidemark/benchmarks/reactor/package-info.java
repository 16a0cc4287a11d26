/** The jobs with Reactor. */
@NullMarked
package dev.tidemark.benchmarks.reactor;

import org.jspecify.annotations.NullMarked;
