package dev.tidemark.benchmarks.byhand;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Orders as PostgreSQL's binary COPY wants them, in one array that is used again and again. Not
 * thread-safe.
 */
final class OrderBytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final short FIELDS = 10;

  /** Lengths and numbers of one row, with room to spare. */
  private static final int FIXED_BYTES = 192;

  private static final int GROUP = 10_000;
  private static final int MOST_GROUPS = 6;
  private static final short NEGATIVE = 0x4000;
  private static final long MICROS_FROM_1970_TO_2000 = 946_684_800_000_000L;

  private final short[] groups = new short[MOST_GROUPS];
  private byte[] bytes;
  private int length;
  private int rows;

  OrderBytes(int capacity) {
    bytes = new byte[capacity];
    clear();
  }

  /** Makes it empty, for the next chunk. */
  void clear() {
    System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
    length = SIGNATURE.length;
    rows = 0;
  }

  void add(Order order) {
    String note = order.note;
    int texts = order.sku.length() + order.currency.length() + order.status.length();
    ensure(FIXED_BYTES + 3 * (texts + (note == null ? 0 : note.length())));
    putShort(FIELDS);
    putLong(order.orderId);
    putLong(order.customerId);
    putText(order.sku);
    putInt(Integer.BYTES);
    putInt(order.quantity);
    putAmount(order.priceCents);
    putText(order.currency);
    putText(order.status);
    putLong(order.createdMicros - MICROS_FROM_1970_TO_2000);
    putText(note);
    putAmount(order.totalCents());
    rows++;
  }

  /** Writes the end; nothing can be added until {@link #clear}. */
  void finish() {
    ensure(Short.BYTES);
    putShort((short) -1);
  }

  int rows() {
    return rows;
  }

  /** The array itself; {@link #length} bytes of it count. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  private void putShort(short value) {
    SHORT.set(bytes, length, value);
    length += Short.BYTES;
  }

  private void putInt(int value) {
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  private void putLong(long value) {
    putInt(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  private void putText(@Nullable String text) {
    if (text == null) {
      putInt(-1);
      return;
    }
    int count = text.length();
    int start = length + Integer.BYTES;
    for (int i = 0; i < count; i++) {
      char character = text.charAt(i);
      if (character >= 0x80) {
        putEncoded(text);
        return;
      }
      bytes[start + i] = (byte) character;
    }
    putInt(count);
    length += count;
  }

  private void putEncoded(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    putInt(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
  }

  /** A numeric of two places: groups of four digits, the last of them after the point. */
  private void putAmount(long cents) {
    long whole = Math.abs(cents) / 100;
    int fraction = (int) (Math.abs(cents) % 100) * 100;
    int before = 0;
    for (long rest = whole; rest > 0; rest /= GROUP) {
      groups[before++] = (short) (rest % GROUP);
    }
    int count = before + (fraction == 0 ? 0 : 1);
    putInt(8 + 2 * count);
    putShort((short) count);
    putShort((short) (before - 1));
    putShort(cents < 0 ? NEGATIVE : 0);
    putShort((short) 2);
    for (int i = before - 1; i >= 0; i--) {
      putShort(groups[i]);
    }
    if (fraction != 0) {
      putShort((short) fraction);
    }
  }
}
