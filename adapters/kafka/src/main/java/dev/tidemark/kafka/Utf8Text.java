package dev.tidemark.kafka;

import dev.tidemark.format.MisfitException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes as text, where they are some. */
final class Utf8Text {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8Text() {}

  /**
   * The text.
   *
   * @throws MisfitException when the bytes are not UTF-8
   */
  static String strict(byte[] bytes, int from, int length) throws MisfitException {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    // Almost all texts are legal and hold no such character: only the others are looked at twice.
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MisfitException("not valid UTF-8");
    }
  }

  /**
   * Refuses what {@link #strict} refuses.
   *
   * @throws MisfitException when the bytes are not UTF-8
   */
  static void require(byte[] bytes, int from, int length) throws MisfitException {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        Object unused = strict(bytes, i, from + length - i);
        return;
      }
    }
  }

  /** The text; empty when the bytes are none. */
  static Optional<String> of(byte[] bytes) {
    try {
      return Optional.of(strict(bytes, 0, bytes.length));
    } catch (MisfitException e) {
      return Optional.empty();
    }
  }
}
