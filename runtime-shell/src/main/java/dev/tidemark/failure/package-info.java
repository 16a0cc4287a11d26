/**
 * The codes under which failures are known to people and to programs. Start at {@link
 * dev.tidemark.failure.ErrorCode}.
 */
@NullMarked
package dev.tidemark.failure;

import org.jspecify.annotations.NullMarked;
