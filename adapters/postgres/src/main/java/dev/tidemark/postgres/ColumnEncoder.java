package dev.tidemark.postgres;

import dev.tidemark.record.ColumnVector;
import java.util.Objects;

/** Writes one value, with its length before it, as binary COPY has it. Stateless. */
@FunctionalInterface
interface ColumnEncoder {

  /**
   * Appends the value; what was appended before a refusal is of no use.
   *
   * @param value never null, of the class of the column's type
   * @throws UnfitValueException when the column can't keep it as it is
   */
  void encode(Object value, CopyBuffer out) throws UnfitValueException;

  /**
   * Appends a row's value of a column, as above; where there is a way, without an object for it.
   *
   * @param row one in which the value isn't null
   */
  default void encode(ColumnVector column, int row, CopyBuffer out) throws UnfitValueException {
    encode(Objects.requireNonNull(column.value(row)), out);
  }
}
