/** What batches promise. */
@NullMarked
package dev.tidemark.record;

import org.jspecify.annotations.NullMarked;
