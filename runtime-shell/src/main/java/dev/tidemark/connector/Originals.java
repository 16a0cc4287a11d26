package dev.tidemark.connector;

import dev.tidemark.checkpoint.DeadLetter;
import java.util.Optional;

/**
 * Finds the records again that dead letters were made from. Holds connections of its own, so that
 * it may be used while the source reads. Not thread-safe.
 */
public interface Originals extends AutoCloseable {

  /** Knows none. */
  Originals NONE =
      new Originals() {
        @Override
        public Optional<OriginalRecord> find(DeadLetter letter) {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  /**
   * The record, from what the letter has kept or from where it stands.
   *
   * @return empty where it is gone, or where there is nothing more to it than the letter has
   */
  Optional<OriginalRecord> find(DeadLetter letter) throws ConnectorException, InterruptedException;

  @Override
  void close();
}
