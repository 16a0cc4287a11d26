/**
 * Runs a checked flow: carries out what the coordinator decides, and reports back. Start at {@link
 * Runner}.
 *
 * <p>No decision of delivery is made here: {@link Interpreter} alone writes, acknowledges and
 * saves, and only when an effect says so.
 */
@NullMarked
package dev.tidemark.engine;

import org.jspecify.annotations.NullMarked;
