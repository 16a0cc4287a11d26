package dev.tidemark.connection;

import dev.tidemark.document.Document;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Value;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A document that may define connections, once read.
 *
 * @param label where it is, for people
 * @param folder what its paths are relative to
 * @param findings its problems
 */
record ConnectionPlace(String label, Path folder, Document document, Findings findings) {

  /** The block {@code connections}; empty when there is none. */
  Optional<Value.Mapping> block() {
    return document
        .root()
        .get("connections")
        .filter(Value.Mapping.class::isInstance)
        .map(Value.Mapping.class::cast);
  }
}
