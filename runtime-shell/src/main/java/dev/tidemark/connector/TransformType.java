package dev.tidemark.connector;

import dev.tidemark.record.Schema;

/** A kind of transform. */
public non-sealed interface TransformType extends StageType {

  /**
   * Compiles the stage for rows of these columns.
   *
   * @throws InvalidStageException when the configuration doesn't fit the columns: the user's to
   *     mend, before anything has started
   */
  Transform open(StageContext context, Schema input) throws InvalidStageException;
}
