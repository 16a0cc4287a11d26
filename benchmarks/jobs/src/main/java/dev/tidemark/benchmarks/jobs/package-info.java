/**
 * Runs every job by every contender, in turn, on real servers, and compares. Start at {@link Main}.
 *
 * <p>Time is taken here; CPU and memory are what the operating system has counted.
 */
@NullMarked
package dev.tidemark.benchmarks.jobs;

import org.jspecify.annotations.NullMarked;
