package dev.tidemark.connector;

import dev.tidemark.record.Schema;
import java.util.Optional;

/** A kind of source. */
public non-sealed interface SourceType extends StageType {

  /** Whether such a source ends by itself in this mode: a job needs that. */
  boolean bounded(Settings settings, boolean streaming);

  /** Whether a position means the same records in a later run (Delivery 2). */
  default boolean lasting(Settings settings) {
    return true;
  }

  /**
   * Whether a flow that doesn't say its mode is a stream because of this source: being without end
   * is then what its settings plainly ask for, and not something that was forgotten.
   */
  default boolean streamsByDefault(Settings settings) {
    return false;
  }

  /**
   * The columns as far as they are known without connecting to a server: declared, or looked up in
   * a local file. Empty when they are not.
   *
   * @throws ConnectorException when a local file is there but can't be understood
   */
  default Optional<Schema> columns(Settings settings) throws ConnectorException {
    return settings.columns("columns");
  }

  /** A source that touches nothing yet. */
  Source open(StageContext context);

  /** Finds such a source's records again, for copies of dead letters. Touches nothing yet. */
  default Originals originals(StageContext context) {
    return Originals.NONE;
  }
}
