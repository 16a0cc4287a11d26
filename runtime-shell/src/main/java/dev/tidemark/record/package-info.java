/** Rows and their types, as they pass from sources through transforms to sinks. */
@NullMarked
package dev.tidemark.record;

import org.jspecify.annotations.NullMarked;
