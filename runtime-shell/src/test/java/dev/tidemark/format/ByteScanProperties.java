package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Eight at a time finds what one by one finds. */
class ByteScanProperties {

  /** Few different bytes, at the borders of what is looked for, so that many are found. */
  @Provide
  Arbitrary<byte[]> texts() {
    return Arbitraries.of((byte) 'a', (byte) '?', (byte) ' ', (byte) 0x7f, (byte) '!')
        .array(byte[].class)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Byte> odd() {
    return Arbitraries.of(
        (byte) 0,
        (byte) 1,
        (byte) '\n',
        (byte) 0x1f,
        (byte) '"',
        (byte) '\\',
        (byte) 0x80,
        (byte) 0xEF,
        (byte) 0xF0,
        (byte) -1);
  }

  private static byte[] with(byte[] text, byte odd, int at) {
    byte[] bytes = text.clone();
    if (at < bytes.length) {
      bytes[at] = odd;
    }
    return bytes;
  }

  @Property
  void theFirstIsFound(
      @ForAll("texts") byte[] text,
      @ForAll("odd") byte odd,
      @ForAll @IntRange(max = 50) int at,
      @ForAll @IntRange(max = 12) int from,
      @ForAll @IntRange(max = 12) int behind) {
    byte[] bytes = with(text, odd, at);
    int limit = Math.max(bytes.length - behind, 0);
    for (byte wanted : new byte[] {'\n', '"', '?', 'a', 1, 0}) {
      int expected = -1;
      for (int i = limit - 1; i >= Math.min(from, limit); i--) {
        expected = bytes[i] == wanted ? i : expected;
      }
      assertThat(ByteScan.indexOf(wanted, bytes, Math.min(from, limit), limit))
          .as("%d in %s", wanted, Arrays.toString(bytes))
          .isEqualTo(expected);
    }
  }

  @Property
  void plainEndsWhereSomethingElseBegins(
      @ForAll("texts") byte[] text, @ForAll("odd") byte odd, @ForAll @IntRange(max = 50) int at) {
    byte[] bytes = with(text, odd, at);
    int expected = 0;
    while (expected < bytes.length
        && bytes[expected] >= ' '
        && bytes[expected] != '"'
        && bytes[expected] != '\\') {
      expected++;
    }
    assertThat(ByteScan.plainUntil(bytes, 0, bytes.length))
        .as(Arrays.toString(bytes))
        .isEqualTo(expected);
  }

  @Property
  void whatIsCopiedEndsBeforeWhatIsEscaped(
      @ForAll("texts") byte[] text, @ForAll("odd") byte odd, @ForAll @IntRange(max = 50) int at) {
    byte[] bytes = with(text, odd, at);
    int expected = 0;
    while (expected < bytes.length
        && (bytes[expected] & 0xFF) >= ' '
        && (bytes[expected] & 0xFF) < 0xF0
        && bytes[expected] != '"'
        && bytes[expected] != '\\') {
      expected++;
    }
    assertThat(ByteScan.unescapedUntil(bytes, 0, bytes.length))
        .as(Arrays.toString(bytes))
        .isEqualTo(expected);
  }

  @Property
  void asciiHasNoNulAndNotTheOneNamed(
      @ForAll("texts") byte[] text, @ForAll("odd") byte odd, @ForAll @IntRange(max = 50) int at) {
    byte[] bytes = with(text, odd, at);
    boolean expected = true;
    for (byte each : bytes) {
      expected &= each > 0 && each != '?';
    }
    assertThat(ByteScan.isAsciiWithout((byte) '?', bytes))
        .as(Arrays.toString(bytes))
        .isEqualTo(expected);
  }
}
