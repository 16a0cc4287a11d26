package dev.tidemark.engine;

import dev.tidemark.connector.SourceBatch;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowChoice;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spreads records evenly, by what they are and never by chance: the same one goes the same way in
 * every process (Delivery 12, 13).
 */
final class Spread {

  private Spread() {}

  /** Of so many ways, the one of a source's record. */
  static int ofRecord(SourceBatch batch, int origin, int ways) {
    String position = batch.before().apply(origin).text();
    return way(31 * batch.partition().text().hashCode() + position.hashCode(), ways);
  }

  private static int ofKey(RowBatch rows, int row, int[] columns, int ways) {
    @Nullable Object[] key = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      key[i] = rows.value(row, columns[i]);
    }
    return way(Arrays.deepHashCode(key), ways);
  }

  /** Mixed, since hashes of small numbers lie close together (as in {@code Hash32} of murmur). */
  private static int way(int hash, int ways) {
    int spread = (hash ^ (hash >>> 16)) * 0x45d9f3b;
    return Math.floorMod(spread ^ (spread >>> 16), ways);
  }

  /**
   * Rows by lane, in order within each.
   *
   * @param key the columns of which equal values stay in one lane; where there are none, the rows
   *     of one source record do
   */
  static List<RowBatch> overLanes(RowBatch rows, SourceBatch batch, List<String> key, int lanes) {
    List<RowChoice> choices = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      choices.add(new RowChoice(rows, rows.size() / lanes));
    }
    int[] columns = columns(rows.schema(), key);
    for (int i = 0; i < rows.size(); i++) {
      int lane =
          columns.length == 0
              ? ofRecord(batch, rows.origin(i), lanes)
              : ofKey(rows, i, columns, lanes);
      choices.get(lane).add(i);
    }
    return choices.stream().map(RowChoice::batch).toList();
  }

  private static int[] columns(Schema schema, List<String> names) {
    return names.stream().mapToInt(name -> column(schema, name)).toArray();
  }

  private static int column(Schema schema, String name) {
    for (int i = 0; i < schema.columns().size(); i++) {
      if (schema.columns().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + name + " to spread rows by");
  }
}
