/** The jobs with Flink, in a small cluster inside this process. */
@NullMarked
package dev.tidemark.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
