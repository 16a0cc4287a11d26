package dev.tidemark.sqlite;

import dev.tidemark.connector.LoadMode;
import java.nio.file.Path;
import java.util.List;

/**
 * What one sink stage writes to, and how. Immutable.
 *
 * @param key the columns that tell rows apart; empty unless merging
 * @param version the column whose greater value wins when merging; empty when the later row wins
 */
record SinkTarget(
    String pipeline,
    String stage,
    Path path,
    Identifier table,
    LoadMode mode,
    List<String> key,
    String version) {

  /** One where the later row wins. */
  SinkTarget(
      String pipeline, String stage, Path path, Identifier table, LoadMode mode, List<String> key) {
    this(pipeline, stage, path, table, mode, key, "");
  }

  /** The same table, for rows that come when its load is done. */
  SinkTarget loadedAlready() {
    LoadMode now = mode == LoadMode.TRUNCATE ? LoadMode.APPEND : mode;
    return new SinkTarget(pipeline, stage, path, table, now, key, version);
  }

  /** The table that rows are written into: a replacing load fills another one first. */
  Identifier loaded() {
    return mode == LoadMode.TRUNCATE ? table.staging() : table;
  }
}
