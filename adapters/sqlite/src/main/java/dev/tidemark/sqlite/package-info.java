/**
 * SQLite as a target: rows, positions and dead letters in one transaction, so each record takes
 * effect exactly once. Start at {@link SqliteSinkType}.
 */
@NullMarked
package dev.tidemark.sqlite;

import org.jspecify.annotations.NullMarked;
