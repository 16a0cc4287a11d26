package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.util.Optional;

/** The refusal of a write under a lease that is no longer the pipeline's. */
final class Fenced {

  private Fenced() {}

  static StoreException exception(Lease lease, Optional<LeaseTable.Row> row, String location) {
    String now =
        row.map(
                found ->
                    found.released()
                        ? "it was given up under epoch " + found.holder().owner().epoch()
                        : "it is held by %s (epoch %d)"
                            .formatted(
                                found.holder().description(), found.holder().owner().epoch()))
            .orElse("the store does not know it");
    return new StoreException(
        Kind.FENCED,
        "store %s: this runner (epoch %d) no longer owns pipeline '%s': %s; nothing was saved"
            .formatted(location, lease.owner().epoch(), lease.pipeline(), now),
        null);
  }
}
