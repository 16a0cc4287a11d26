/**
 * The jobs as flows in their default configuration, run as the command line runs them. Start at
 * {@link Flows}.
 */
@NullMarked
package dev.tidemark.benchmarks.flows;

import org.jspecify.annotations.NullMarked;
