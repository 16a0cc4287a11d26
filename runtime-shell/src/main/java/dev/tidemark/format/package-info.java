/**
 * Rows as bytes and back: JSON and CSV, lossless, one record at a time. Start at {@link RowReader}
 * and {@link RowWriter}. Whoever has bytes (a file, a message's value) uses these, so that a column
 * means the same everywhere.
 */
@NullMarked
package dev.tidemark.format;

import org.jspecify.annotations.NullMarked;
