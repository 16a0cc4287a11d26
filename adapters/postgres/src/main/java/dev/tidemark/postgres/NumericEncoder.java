package dev.tidemark.postgres;

import dev.tidemark.record.ColumnVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Decimals as {@code numeric}: groups of four digits, none lost.
 *
 * @param precision the most digits; negative where the column is declared without
 * @param scale how many of them are behind the point
 */
record NumericEncoder(int precision, int scale) implements ColumnEncoder {

  private static final int MOST_BEFORE = 131_072;
  private static final int MOST_BEHIND = 16_383;

  private static final int NEGATIVE = 0x4000;
  private static final int NOT_A_NUMBER = 0xc000;
  private static final int GROUP = 10_000;
  private static final int GROUP_DIGITS = 4;

  /** With at most three more, to fill the last group, they still are a long. */
  private static final int LONG_DIGITS = 15;

  private static final int[] POWERS = {1, 10, 100, 1000};
  private static final long LONG_LIMIT = 1_000_000_000_000_000L;

  /** For a column without precision and scale. */
  static final NumericEncoder UNBOUNDED = new NumericEncoder(-1, 0);

  /** For a column with this type modifier, as the catalog has it. */
  static NumericEncoder of(int modifier) {
    if (modifier < GROUP_DIGITS) {
      return UNBOUNDED;
    }
    int packed = modifier - 4;
    // The scale is a signed number of 11 bits.
    return new NumericEncoder(packed >> 16 & 0xffff, ((packed & 0x7ff) ^ 0x400) - 0x400);
  }

  @Override
  public void encode(Object value, CopyBuffer out) throws UnfitValueException {
    encode((BigDecimal) value, out);
  }

  @Override
  public void encode(ColumnVector column, int row, CopyBuffer out) throws UnfitValueException {
    if (column instanceof ColumnVector.Decimals decimals) {
      encode(decimals.unscaled()[row], decimals.scales()[row], out);
    } else {
      ColumnEncoder.super.encode(column, row, out);
    }
  }

  /** Numbers that plainly fit need no object; others are looked at as those that come as one. */
  private void encode(long unscaled, int scale, CopyBuffer out) throws UnfitValueException {
    boolean plain =
        unscaled > -LONG_LIMIT
            && unscaled < LONG_LIMIT
            && scale >= 0
            && scale <= mostBehind()
            && digits(Math.abs(unscaled)) - scale <= mostBefore();
    if (plain) {
      int pad = -scale & GROUP_DIGITS - 1;
      putLong(Math.abs(unscaled) * POWERS[pad], unscaled < 0, scale, out);
    } else {
      encode(BigDecimal.valueOf(unscaled, scale), out);
    }
  }

  private static int digits(long number) {
    int digits = 1;
    for (long power = 10; power <= number; power *= 10) {
      digits++;
    }
    return digits;
  }

  private void encode(BigDecimal value, CopyBuffer out) throws UnfitValueException {
    BigDecimal number = value;
    check(number);
    if (number.scale() < 0) {
      number = number.setScale(0);
    }
    int pad = Math.floorMod(-number.scale(), GROUP_DIGITS);
    if (number.precision() <= LONG_DIGITS) {
      long digits = number.unscaledValue().longValue();
      putLong(Math.abs(digits) * POWERS[pad], digits < 0, number.scale(), out);
    } else {
      putLarge(number, pad, out);
    }
  }

  /** Whole numbers. */
  ColumnEncoder ofLongs() {
    return new OfLongs(this);
  }

  private record OfLongs(NumericEncoder numeric) implements ColumnEncoder {
    @Override
    public void encode(Object value, CopyBuffer out) throws UnfitValueException {
      numeric.encode(((Number) value).longValue(), 0, out);
    }

    @Override
    public void encode(ColumnVector column, int row, CopyBuffer out) throws UnfitValueException {
      if (column instanceof ColumnVector.Integers integers) {
        numeric.encode(integers.values()[row], 0, out);
      } else {
        ColumnEncoder.super.encode(column, row, out);
      }
    }
  }

  /** Fractions, with the digits that they print with. */
  ColumnEncoder ofDoubles() {
    return (value, out) -> {
      double number = (Double) value;
      if (Double.isNaN(number)) {
        put(0, 0, NOT_A_NUMBER, 0, out);
      } else if (Double.isInfinite(number)) {
        throw new UnfitValueException("an infinite number, which numeric can't hold");
      } else {
        encode(new BigDecimal(Double.toString(number)), out);
      }
    };
  }

  private void check(BigDecimal number) throws UnfitValueException {
    int behind = number.scale();
    long before = (long) number.precision() - behind;
    int mostBehind = mostBehind();
    if (behind > mostBehind) {
      BigDecimal stripped = number.stripTrailingZeros();
      if (stripped.signum() != 0 && stripped.scale() > mostBehind) {
        throw new UnfitValueException(
            "a number with %d decimal places; %s keeps %d"
                .formatted(stripped.scale(), type(), mostBehind));
      }
    }
    int mostBefore = mostBefore();
    if (before > mostBefore && number.signum() != 0) {
      throw new UnfitValueException(
          "a number with %d digits before the point; %s takes %d"
              .formatted(before, type(), mostBefore));
    }
  }

  private int mostBehind() {
    return precision < 0 ? MOST_BEHIND : scale;
  }

  private int mostBefore() {
    return precision < 0 ? MOST_BEFORE : precision - scale;
  }

  private String type() {
    return precision < 0 ? "numeric" : "numeric(%d,%d)".formatted(precision, scale);
  }

  /** Digits of which the last group ends four by four behind the point. */
  private static void putLong(long digits, boolean negative, int scale, CopyBuffer out) {
    int lowest = -(scale + GROUP_DIGITS - 1) / GROUP_DIGITS;
    long rest = digits;
    while (rest != 0 && rest % GROUP == 0) {
      rest /= GROUP;
      lowest++;
    }
    int groups = 0;
    for (long left = rest; left != 0; left /= GROUP) {
      groups++;
    }
    put(groups, groups == 0 ? 0 : lowest + groups - 1, negative ? NEGATIVE : 0, scale, out);
    int at = out.reserve(Short.BYTES * groups);
    for (int i = groups - 1; i >= 0; i--, rest /= GROUP) {
      out.patchShort(at + Short.BYTES * i, (int) (rest % GROUP));
    }
  }

  private static void putLarge(BigDecimal number, int pad, CopyBuffer out) {
    BigInteger whole = number.unscaledValue().abs().multiply(BigInteger.valueOf(POWERS[pad]));
    String digits = whole.toString();
    int missing = Math.floorMod(-digits.length(), GROUP_DIGITS);
    int[] groups = new int[(digits.length() + missing) / GROUP_DIGITS];
    int end = GROUP_DIGITS - missing;
    for (int i = 0; i < groups.length; i++, end += GROUP_DIGITS) {
      groups[i] = Integer.parseInt(digits, Math.max(0, end - GROUP_DIGITS), end, 10);
    }
    int weight = groups.length - 1 - (number.scale() + pad) / GROUP_DIGITS;
    int count = groups.length;
    while (count > 0 && groups[count - 1] == 0) {
      count--;
    }
    int sign = number.signum() < 0 ? NEGATIVE : 0;
    put(count, count == 0 ? 0 : weight, sign, number.scale(), out);
    Arrays.stream(groups, 0, count).forEach(out::putShort);
  }

  /** The head of a value; as many groups follow as it says. */
  private static void put(int groups, int weight, int sign, int scale, CopyBuffer out) {
    int shown = groups == 0 && sign == NEGATIVE ? 0 : sign;
    out.putInt(8 + 2 * groups);
    out.putInt(groups << Short.SIZE | weight & 0xffff);
    // Zeros behind a column's scale may be more than the format has room for.
    out.putInt(shown << Short.SIZE | Math.min(scale, MOST_BEHIND));
  }
}
