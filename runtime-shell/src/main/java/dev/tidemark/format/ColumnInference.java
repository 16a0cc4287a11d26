package dev.tidemark.format;

import dev.tidemark.record.Schema;

/**
 * Columns found out from a sample of records (Delivery 28): in the order of first appearance, each
 * as narrow as the sample allows, all nullable. Not thread-safe.
 */
public interface ColumnInference {

  /**
   * Takes one record into account.
   *
   * @throws MisfitException when it isn't legal; the columns are then as if it hadn't come
   */
  void add(byte[] bytes, int from, int length) throws MisfitException;

  /** The columns so far; none when nothing legal has come. */
  Schema schema();
}
