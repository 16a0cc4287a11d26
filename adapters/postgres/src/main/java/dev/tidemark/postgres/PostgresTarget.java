package dev.tidemark.postgres;

import dev.tidemark.connector.LoadMode;
import java.util.List;
import java.util.Optional;

/**
 * What one sink stage writes to, and how. Immutable.
 *
 * @param database where it is, for messages
 * @param merging how rows of a key replace one another; of no meaning but in mode merge
 * @param books the schema of positions and dead letters
 */
record PostgresTarget(
    String pipeline,
    String stage,
    String database,
    QualifiedName table,
    LoadMode mode,
    Merging merging,
    String books) {

  /**
   * How rows of a key replace one another.
   *
   * @param key the columns that tell rows apart; empty unless merging
   * @param update the columns that change in a row that is there; empty for all
   * @param deleteWhen an expression that is true for a record that removes its row
   * @param version the column whose greater value wins; empty when the later row wins
   */
  record Merging(
      List<String> key, List<String> update, Optional<String> deleteWhen, String version) {

    /** For modes in which no row replaces another. */
    static final Merging NONE = new Merging(List.of(), List.of(), Optional.empty(), "");

    boolean updates(String column) {
      return !key.contains(column) && (update.isEmpty() || update.contains(column));
    }
  }

  boolean isMerge() {
    return mode == LoadMode.MERGE;
  }

  /** The same table, for rows that come when its load is done. */
  PostgresTarget loadedAlready() {
    LoadMode now = mode == LoadMode.TRUNCATE ? LoadMode.APPEND : mode;
    return new PostgresTarget(pipeline, stage, database, table, now, merging, books);
  }

  /** The table that rows are written into: a replacing load fills another one first. */
  QualifiedName loaded() {
    return mode == LoadMode.TRUNCATE ? table.staging() : table;
  }

  /** What the server is told of us. */
  String purpose() {
    return pipeline + "/" + stage;
  }

  /** For messages. */
  @Override
  public String toString() {
    return "table %s in %s".formatted(table.quoted(), database);
  }
}
