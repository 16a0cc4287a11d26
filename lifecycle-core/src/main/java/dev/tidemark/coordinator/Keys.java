package dev.tidemark.coordinator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Idempotency keys: derived from what is written, never from the clock or from chance. */
final class Keys {

  private static final int BYTES = 16;

  /** Never fed, only cloned: that costs a step less than to have one looked for. */
  private static final MessageDigest UNFED = sha256();

  private Keys() {}

  /** The first 128 bits of SHA-256 over the parts, each with its length, as 32 hex digits. */
  static String of(String... parts) {
    MessageDigest digest = unfed();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static MessageDigest unfed() {
    try {
      return (MessageDigest) UNFED.clone();
    } catch (CloneNotSupportedException another) {
      return sha256();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
