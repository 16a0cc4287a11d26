package dev.tidemark.file;

import dev.tidemark.coordinator.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a file the one that it was (Delivery 7): its name, and the hash of as much of its
 * beginning as there was when it was first seen. A file that has grown is the same; one that was
 * replaced is not. Immutable.
 *
 * @param name relative to the set's folder
 * @param headLength bytes, up to 64 KiB
 * @param headHash of these
 * @param copy 0, or which of several files of the same name and beginning
 */
record FileIdentity(String name, int headLength, String headHash, int copy) {

  private static final int HEAD_BYTES = 64 * 1024;
  private static final Pattern TEXT =
      Pattern.compile("(.+)#(\\d{1,5})-([0-9a-f]{16})(?:~(\\d{1,6}))?", Pattern.DOTALL);

  /** Of a file as it is now. */
  static FileIdentity of(String name, Path file) throws IOException {
    byte[] head = head(file, HEAD_BYTES);
    return new FileIdentity(name, head.length, Sha256.brief(head, 0, head.length), 0);
  }

  /** Reads what {@link #partition} wrote; empty when it is something else. */
  static Optional<FileIdentity> parse(Partition partition) {
    Matcher matcher = TEXT.matcher(partition.name());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String copy = matcher.group(4);
    return Optional.of(
        new FileIdentity(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            matcher.group(3),
            copy == null ? 0 : Integer.parseInt(copy)));
  }

  Partition partition(String source) {
    String suffix = copy == 0 ? "" : "~" + copy;
    return new Partition(source, name + "#" + headLength + "-" + headHash + suffix);
  }

  /** Whether a file begins as this one did. */
  boolean matches(Path file) throws IOException {
    byte[] head = head(file, headLength);
    return head.length == headLength && Sha256.brief(head, 0, headLength).equals(headHash);
  }

  FileIdentity nextCopy() {
    return new FileIdentity(name, headLength, headHash, copy + 1);
  }

  private static byte[] head(Path file, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer head = ByteBuffer.allocate((int) Math.min(most, channel.size()));
      while (head.hasRemaining() && channel.read(head) > 0) {
        // Reads until it is full; a file may give less at a time.
      }
      byte[] bytes = new byte[head.position()];
      head.flip().get(bytes);
      return bytes;
    }
  }
}
