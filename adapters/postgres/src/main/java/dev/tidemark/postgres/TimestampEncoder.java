package dev.tidemark.postgres;

import dev.tidemark.record.ColumnVector;
import java.time.Instant;

/**
 * Instants, as microseconds since the year 2000; without a time zone they are in UTC.
 *
 * @param digits how many digits of the second the column keeps; negative for all six
 * @param type what the column is called in messages
 */
record TimestampEncoder(int digits, String type) implements ColumnEncoder {

  private static final Instant FIRST = Instant.parse("-4712-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+294276-12-31T23:59:59.999999Z");
  private static final long FIRST_SECOND = FIRST.getEpochSecond();
  private static final long LAST_SECOND = LAST.getEpochSecond();

  private static final long EPOCH_SECOND = TimeEncoders.EPOCH_DAY * 86_400;
  private static final long MICROS = 1_000_000;

  @Override
  public void encode(Object value, CopyBuffer out) throws UnfitValueException {
    Instant instant = (Instant) value;
    put(instant.getEpochSecond(), instant.getNano(), out);
  }

  @Override
  public void encode(ColumnVector column, int row, CopyBuffer out) throws UnfitValueException {
    if (column instanceof ColumnVector.Timestamps timestamps) {
      put(timestamps.seconds()[row], timestamps.nanos()[row], out);
    } else {
      ColumnEncoder.super.encode(column, row, out);
    }
  }

  private void put(long second, int nano, CopyBuffer out) throws UnfitValueException {
    boolean late = second > LAST_SECOND || (second == LAST_SECOND && nano > LAST.getNano());
    if (second < FIRST_SECOND || late) {
      throw new UnfitValueException(
          "an instant out of range; %s is from %s to %s".formatted(type, FIRST, LAST));
    }
    long micros = (second - EPOCH_SECOND) * MICROS + nano / TimeEncoders.NANOS_OF_MICRO;
    TimeEncoders.checkDigits(micros, digits, type);
    out.putSizedLong(micros);
  }
}
