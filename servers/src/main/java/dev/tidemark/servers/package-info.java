/**
 * Real servers, started from Maven artifacts: for tests, examples and benchmarks, never for
 * production.
 */
@NullMarked
package dev.tidemark.servers;

import org.jspecify.annotations.NullMarked;
