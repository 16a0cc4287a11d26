package dev.tidemark.postgres;

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
}
