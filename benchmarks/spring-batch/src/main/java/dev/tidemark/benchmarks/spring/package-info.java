/**
 * Jobs with Spring Batch, as its documentation recommends: chunks, JDBC batches, its tables beside
 * the data.
 */
@NullMarked
package dev.tidemark.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
