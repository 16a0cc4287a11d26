package dev.tidemark.checkpoint;

import dev.tidemark.lifecycle.Ledger;

/** A runtime goes on from what is stored; it never goes back. */
final class StoredOrder {

  private StoredOrder() {}

  /**
   * Refuses a ledger that is older than the stored one: the caller didn't load it first.
   *
   * @throws IllegalArgumentException naming both
   */
  static void check(String pipeline, Ledger stored, Ledger next) {
    boolean older =
        next.runs() < stored.runs()
            || (next.runs() == stored.runs() && next.sequence() < stored.sequence());
    if (older) {
      throw new IllegalArgumentException(
          "pipeline '%s' stands at run %d, checkpoint %d; it can't go back to run %d, checkpoint %d"
              .formatted(pipeline, stored.runs(), stored.sequence(), next.runs(), next.sequence()));
    }
  }
}
