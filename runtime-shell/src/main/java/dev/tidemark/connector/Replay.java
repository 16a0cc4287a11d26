package dev.tidemark.connector;

import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.RowBatch;
import java.util.List;

/**
 * Records that were set aside and are to be written after all, each exactly once (Delivery 25).
 *
 * @param generation the load that they are missing from
 * @param letters in the order in which they were set aside; none twice
 * @param force whether to write also where the target has something as new
 */
public record Replay(Owner owner, long generation, List<Letter> letters, boolean force) {

  /**
   * One record.
   *
   * @param id the dead letter's
   * @param rows what became of it for this sink: usually one row, maybe none. All of them take
   *     effect, or none does
   */
  public record Letter(String id, RowBatch rows) {}
}
