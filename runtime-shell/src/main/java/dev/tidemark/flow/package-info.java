/**
 * Flows as data: reading them from YAML and JSON, resolving connections, and checking the whole
 * before anything starts. {@link FlowGraph} is what comes out.
 */
@NullMarked
package dev.tidemark.flow;

import org.jspecify.annotations.NullMarked;
