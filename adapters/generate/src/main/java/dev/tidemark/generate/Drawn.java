package dev.tidemark.generate;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The recipes there are. */
final class Drawn {

  private static final byte[] LETTERS =
      "abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

  private Drawn() {}

  /** A number from {@code 0} to {@code count - 1}; with a count of 0, any of 2^64. */
  private static long below(long drawn, long count) {
    return count == 0 ? drawn : Math.unsignedMultiplyHigh(drawn, count);
  }

  /** One after another. Past the type's last value it begins again at its first. */
  static final class Sequence implements Recipe {
    private final Numbered scale;
    private final long first;
    private final long step;

    Sequence(Numbered type, @Nullable String from, @Nullable String by) {
      scale = type.fitting(from, by);
      first = scale.number(from == null ? scale.first() : from);
      step = by == null ? defaultStep(type) : scale.step(by);
    }

    private static long defaultStep(Numbered type) {
      return type instanceof Numbered.Timestamps ? 1_000_000 : 1;
    }

    @Override
    public Object value(long drawn, long record) {
      return scale.value(first + record * step);
    }
  }

  /** Any value of a range. */
  record Range(Numbered scale, long least, long count) implements Recipe {
    static Range of(Numbered type, String from, String to) {
      Numbered scale = type.fitting(from, to);
      long least = scale.number(from);
      long most = scale.number(to);
      if (most < least) {
        throw new IllegalArgumentException("the range can't go from " + from + " to " + to);
      }
      return new Range(scale, least, most - least + 1);
    }

    @Override
    public Object value(long drawn, long record) {
      return scale.value(least + below(drawn, count));
    }
  }

  /** Any number of a range, without its end. */
  record Fractions(double least, double most) implements Recipe {
    static Fractions of(String from, String to) {
      try {
        Fractions fractions = new Fractions(Double.parseDouble(from), Double.parseDouble(to));
        if (fractions.least <= fractions.most
            && Double.isFinite(fractions.most - fractions.least)) {
          return fractions;
        }
      } catch (NumberFormatException wrong) {
        throw new IllegalArgumentException("expected numbers, was " + from + " to " + to, wrong);
      }
      throw new IllegalArgumentException("the range can't go from " + from + " to " + to);
    }

    @Override
    public Object value(long drawn, long record) {
      return least + ColumnValues.share(drawn) * (most - least);
    }
  }

  /** Any of these. */
  record Pick(Object[] values) implements Recipe {
    @Override
    public Object value(long drawn, long record) {
      return values[(int) below(drawn, values.length)];
    }

    @Override
    public int bytes() {
      return 16;
    }
  }

  /** Random ones (version 4). */
  record Uuids() implements Recipe {
    @Override
    public Object value(long drawn, long record) {
      long high = (drawn & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
      long low = (ColumnValues.next(drawn) & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
      return new UUID(high, low);
    }

    @Override
    public int bytes() {
      return 16;
    }
  }

  /** Text of so many letters. */
  record Letters(int least, int most) implements Recipe {
    @Override
    public Object value(long drawn, long record) {
      byte[] text = new byte[least + (int) below(drawn, most - least + 1L)];
      long bits = 0;
      long state = drawn;
      for (int i = 0; i < text.length; i++) {
        if (i % 8 == 0) {
          state = ColumnValues.next(state);
          bits = state;
        }
        text[i] = LETTERS[(int) ((bits & 0xFF) * LETTERS.length >>> 8)];
        bits >>>= 8;
      }
      return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int bytes() {
      return most;
    }
  }

  /** So many bytes. */
  record Octets(int least, int most) implements Recipe {
    @Override
    public Object value(long drawn, long record) {
      byte[] octets = new byte[least + (int) below(drawn, most - least + 1L)];
      long state = drawn;
      for (int i = 0; i < octets.length; i++) {
        if (i % 8 == 0) {
          state = ColumnValues.next(state);
        }
        octets[i] = (byte) (state >>> (i % 8 * 8));
      }
      return octets;
    }

    @Override
    public int bytes() {
      return most;
    }
  }
}
