package dev.tidemark.sqlite;

import java.nio.file.Path;
import java.util.List;

/**
 * What one sink stage writes to, and how. Immutable.
 *
 * @param key the columns that tell rows apart; empty unless merging
 */
record SinkTarget(
    String pipeline, String stage, Path path, Identifier table, LoadMode mode, List<String> key) {

  /** The table that rows are written into: a replacing load fills another one first. */
  Identifier loaded() {
    return mode == LoadMode.TRUNCATE ? table.staging() : table;
  }
}
