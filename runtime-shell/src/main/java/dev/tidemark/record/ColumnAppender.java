package dev.tidemark.record;

import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of a batch that is being made, a value after the other: without an object for each,
 * for as long as its type allows that and there is no NULL among them (texts may be NULL). Each
 * method is for columns of one type, {@link #object} for all. Not thread-safe.
 */
public final class ColumnAppender {

  private static final int MOST_BITS = 63;

  private final DataType type;
  private final TextBytes texts;

  /** Integers, truth values, unscaled decimals or seconds. */
  private long[] longs = {};

  /** Scales, nanoseconds or where texts begin. */
  private int[] ints = {};

  private int[] lengths = {};

  /** All values, where there is one that can't be held otherwise. */
  private @Nullable Object @Nullable [] objects;

  private int size;

  ColumnAppender(DataType type, TextBytes texts, int room) {
    this.type = type;
    this.texts = texts;
    if (type == Simple.TEXT) {
      ints = new int[room];
      lengths = new int[room];
    } else if (type == Simple.INT32 || type == Simple.INT64 || type == Simple.BOOLEAN) {
      longs = new long[room];
    } else if (type == Simple.DECIMAL || type == Simple.TIMESTAMP) {
      longs = new long[room];
      ints = new int[room];
    } else {
      objects = new Object[room];
    }
  }

  int size() {
    return size;
  }

  /** A value of an {@code int64} column, or one of {@code int32} that fits it. */
  public void integer(long value) {
    if (objects == null) {
      growLongs();
      longs[size++] = value;
    } else {
      put(type == Simple.INT32 ? (Object) (int) value : (Object) value);
    }
  }

  /** A value of a {@code boolean} column. */
  public void truth(boolean value) {
    if (objects == null) {
      growLongs();
      longs[size++] = value ? 1 : 0;
    } else {
      put(value);
    }
  }

  /** A value of a {@code decimal} column. */
  public void decimal(long unscaled, int scale) {
    if (objects == null) {
      growLongs();
      growInts();
      longs[size] = unscaled;
      ints[size++] = scale;
    } else {
      put(BigDecimal.valueOf(unscaled, scale));
    }
  }

  /** A value of a {@code timestamp} column: seconds since 1970, and 0 to 999,999,999 ns. */
  public void timestamp(long seconds, int nanos) {
    if (objects == null) {
      growLongs();
      growInts();
      longs[size] = seconds;
      ints[size++] = nanos;
    } else {
      put(Instant.ofEpochSecond(seconds, nanos));
    }
  }

  /** A value of a {@code text} column, of legal UTF-8, which is copied. */
  public void text(byte[] bytes, int from, int length) {
    if (objects == null) {
      growInts();
      growLengths();
      ints[size] = texts.add(bytes, from, length);
      lengths[size++] = length;
    } else {
      put(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  /** A value of any column, of the class that its type names; null for SQL's NULL. */
  public void object(@Nullable Object value) {
    if (value == null) {
      absent();
    } else if (value instanceof Long number && type == Simple.INT64) {
      integer(number);
    } else if (value instanceof Integer number && type == Simple.INT32) {
      integer(number);
    } else if (value instanceof String text && type == Simple.TEXT) {
      text(text);
    } else if (value instanceof Boolean truth && type == Simple.BOOLEAN) {
      truth(truth);
    } else if (value instanceof BigDecimal number && isShort(number)) {
      decimal(number);
    } else if (value instanceof Instant at && type == Simple.TIMESTAMP) {
      timestamp(at.getEpochSecond(), at.getNano());
    } else {
      put(value);
    }
  }

  private boolean isShort(BigDecimal number) {
    return type == Simple.DECIMAL && number.unscaledValue().bitLength() <= MOST_BITS;
  }

  private void decimal(BigDecimal number) {
    decimal(number.unscaledValue().longValueExact(), number.scale());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Half a surrogate pair becomes a question mark.
    boolean lossless =
        (bytes.length == text.length() && !hasQuestionMark(bytes))
            || text.chars().noneMatch(ColumnAppender::isSurrogate)
            || new String(bytes, StandardCharsets.UTF_8).equals(text);
    if (lossless) {
      text(bytes, 0, bytes.length);
    } else {
      put(text);
    }
  }

  private static boolean hasQuestionMark(byte[] bytes) {
    for (byte each : bytes) {
      if (each == '?') {
        return true;
      }
    }
    return false;
  }

  private static boolean isSurrogate(int unit) {
    return Character.isSurrogate((char) unit);
  }

  private void absent() {
    if (type == Simple.TEXT && objects == null) {
      growInts();
      growLengths();
      lengths[size++] = ColumnVector.Texts.NULL;
    } else {
      put(null);
    }
  }

  private void put(@Nullable Object value) {
    @Nullable Object[] all = objects();
    if (size == all.length) {
      all = Arrays.copyOf(all, size * 2);
      objects = all;
    }
    all[size++] = value;
  }

  /** All values as objects, from now on. */
  private @Nullable Object[] objects() {
    @Nullable Object[] known = objects;
    if (known != null) {
      return known;
    }
    ColumnVector held = vector();
    @Nullable Object[] made = new Object[Math.max(8, Math.max(longs.length, ints.length))];
    for (int i = 0; i < size; i++) {
      made[i] = held.value(i);
    }
    objects = made;
    return made;
  }

  void cutTo(int rows) {
    size = Math.min(size, rows);
  }

  /** The column; nothing may be added to it any more. */
  ColumnVector vector() {
    if (objects != null) {
      return new ColumnVector.Objects(objects);
    }
    if (!(type instanceof Simple simple)) {
      throw new IllegalStateException("no objects of " + type.text());
    }
    return switch (simple) {
      case INT32, INT64 -> new ColumnVector.Integers(type, longs);
      case BOOLEAN -> new ColumnVector.Booleans(truths());
      case DECIMAL -> new ColumnVector.Decimals(longs, ints);
      case TIMESTAMP -> new ColumnVector.Timestamps(longs, ints);
      case TEXT -> new ColumnVector.Texts(texts.bytes(), ints, lengths);
      default -> throw new IllegalStateException("no objects of " + type.text());
    };
  }

  private boolean[] truths() {
    boolean[] truths = new boolean[longs.length];
    for (int i = 0; i < size; i++) {
      truths[i] = longs[i] != 0;
    }
    return truths;
  }

  private void growLongs() {
    if (size == longs.length) {
      longs = Arrays.copyOf(longs, size * 2);
    }
  }

  private void growInts() {
    if (size == ints.length) {
      ints = Arrays.copyOf(ints, size * 2);
    }
  }

  private void growLengths() {
    if (size == lengths.length) {
      lengths = Arrays.copyOf(lengths, size * 2);
    }
  }
}
