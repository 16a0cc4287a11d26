package dev.tidemark.lifecycle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** SHA-256 over values written so that where one ends and the next begins is never in doubt. */
final class CanonicalDigest {
  private final MessageDigest sha256 = sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);

  /** Its length, then its UTF-16 units: UTF-8 would make one of two different lone surrogates. */
  CanonicalDigest text(String text) {
    number(text.length());
    for (int i = 0; i < text.length(); i++) {
      room(Character.BYTES);
      buffer.putChar(text.charAt(i));
    }
    return this;
  }

  CanonicalDigest number(long number) {
    room(Long.BYTES);
    buffer.putLong(number);
    return this;
  }

  CanonicalDigest time(Instant time) {
    return number(time.getEpochSecond()).number(time.getNano());
  }

  CanonicalDigest duration(Duration duration) {
    return number(duration.getSeconds()).number(duration.getNano());
  }

  /** Ends the digest; it can't be used again. */
  String hex() {
    flush();
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() {
    sha256.update(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
