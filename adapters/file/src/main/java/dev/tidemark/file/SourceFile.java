package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file as one partition. Immutable.
 *
 * @param name relative to the set's folder, for people
 */
record SourceFile(Partition partition, Path path, String name) {

  /** Whether a file is gzip, by its first two bytes. */
  static boolean isGzip(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer magic = ByteBuffer.allocate(2);
      channel.read(magic);
      return magic.position() == 2 && magic.get(0) == 0x1f && magic.get(1) == (byte) 0x8b;
    }
  }

  /** Why a file couldn't be read, for the engine. */
  static ConnectorException failure(String name, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new ConnectorException.Terminal(
          Fault.SOURCE_CHANGED,
          name + " is gone; put it back, or load again with --restart",
          cause);
    }
    if (cause instanceof AccessDeniedException denied) {
      return new ConnectorException.Terminal(
          Fault.DENIED,
          "can't read " + denied.getFile() + ": permission denied; make it readable",
          cause);
    }
    return new ConnectorException.Retryable(
        "can't read " + name + ": " + IoReason.of(cause), cause);
  }

  ConnectorException failure(IOException cause) {
    return failure(name, cause);
  }

  /** Why a file isn't the one that was read before. */
  ConnectorException replaced(String expected) {
    return new ConnectorException.Terminal(
        Fault.SOURCE_CHANGED,
        name
            + " isn't the file that was being read: expected "
            + expected
            + "; put that file back, or load again with --restart",
        null);
  }
}
