package dev.tidemark.postgres;

import dev.tidemark.record.ColumnVector;
import java.util.Locale;

/** Whole numbers, for columns that have so many bytes for them. */
enum IntegerEncoder implements ColumnEncoder {
  SMALLINT(Short.BYTES),
  INTEGER(Integer.BYTES),
  BIGINT(Long.BYTES);

  private final int bytes;
  private final long least;
  private final long most;

  IntegerEncoder(int bytes) {
    this.bytes = bytes;
    this.least = Long.MIN_VALUE >> (Long.SIZE - bytes * Byte.SIZE);
    this.most = ~least;
  }

  @Override
  public void encode(Object value, CopyBuffer out) throws UnfitValueException {
    put(((Number) value).longValue(), out);
  }

  @Override
  public void encode(ColumnVector column, int row, CopyBuffer out) throws UnfitValueException {
    if (column instanceof ColumnVector.Integers integers) {
      put(integers.values()[row], out);
    } else {
      ColumnEncoder.super.encode(column, row, out);
    }
  }

  private void put(long number, CopyBuffer out) throws UnfitValueException {
    if (number < least || number > most) {
      throw new UnfitValueException(
          "the number %d; %s is from %d to %d"
              .formatted(number, name().toLowerCase(Locale.ROOT), least, most));
    }
    if (bytes == Long.BYTES) {
      out.putSizedLong(number);
    } else if (bytes == Integer.BYTES) {
      out.putSizedInt((int) number);
    } else {
      out.putInt(Short.BYTES);
      out.putShort((int) number);
    }
  }
}
