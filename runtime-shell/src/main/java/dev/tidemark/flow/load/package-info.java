/**
 * From a flow's text to a checked {@link dev.tidemark.flow.FlowGraph}, or to everything that is
 * wrong with it. Start at {@link Flows}.
 *
 * <p>Nothing here connects to anything; local files are looked at where a source's columns follow
 * from them.
 */
@NullMarked
package dev.tidemark.flow.load;

import org.jspecify.annotations.NullMarked;
