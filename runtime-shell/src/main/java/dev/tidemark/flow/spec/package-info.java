/**
 * A flow as it is written: every key of the model, each value checked on its own. What the stages
 * mean together is for {@code dev.tidemark.flow.load}.
 */
@NullMarked
package dev.tidemark.flow.spec;

import org.jspecify.annotations.NullMarked;
