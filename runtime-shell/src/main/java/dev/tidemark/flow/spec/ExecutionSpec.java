package dev.tidemark.flow.spec;

import dev.tidemark.flow.ExecutionLimits;

/**
 * How a flow runs.
 *
 * @param streaming until stopped, instead of to completion
 * @param stated whether the flow says which; if not, it is a job
 * @param shared whether several processes run it at once
 * @param limits the numbers of a run
 */
public record ExecutionSpec(
    boolean streaming, boolean stated, boolean shared, ExecutionLimits limits) {

  /** As written. */
  enum Mode {
    UNSPECIFIED,
    JOB,
    STREAMING
  }

  /** Who runs it, as written. */
  enum Runners {
    SINGLE,
    SHARED
  }
}
