/**
 * Durable memory of pipelines: who may run one, what its runs have done, and what was set aside.
 * Start at {@link CheckpointStore}.
 */
@NullMarked
package dev.tidemark.checkpoint;

import org.jspecify.annotations.NullMarked;
