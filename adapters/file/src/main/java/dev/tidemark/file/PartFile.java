package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that only grows, of which a prefix counts: what was confirmed. Whatever lies behind is
 * what a killed writer left, and is cut off. Locked while it is open, so that the next owner knows
 * whether somebody may still write to it (Delivery 14). Not thread-safe.
 */
final class PartFile implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final SinkFolder folder;
  private final String name;
  private @Nullable FileChannel channel;

  /** A file that is created when it is first written. */
  PartFile(SinkFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** What is written to the file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Takes over the file of an earlier owner: itself when nobody has it open, else a copy of what
   * counts.
   *
   * @param confirmed how many bytes count; more than 0
   * @param copyName the name of the copy
   */
  static PartFile takeOver(SinkFolder folder, String name, long confirmed, String copyName)
      throws IOException, ConnectorException {
    PartFile file = new PartFile(folder, name);
    FileChannel channel = openWritten(folder.file(name));
    boolean taken = false;
    try {
      requireLength(folder.file(name), channel, confirmed);
      if (isLocked(channel)) {
        file.channel = channel;
        taken = true;
        return file;
      }
      PartFile copy = new PartFile(folder, copyName);
      copy.append(0, out -> channel.transferTo(0, confirmed, Channels.newChannel(out)));
      return copy;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static FileChannel openWritten(Path path) throws IOException, ConnectorException {
    try {
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw new ConnectorException.Terminal(
          path + " is gone, with data that was confirmed; load again with --restart", e);
    }
  }

  /** Takes the lock; it is given up when the channel is closed, or its process killed. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  String name() {
    return name;
  }

  /**
   * Appends behind what was confirmed, durably.
   *
   * @return how long the file is then
   */
  long append(long confirmed, Content content) throws IOException, ConnectorException {
    FileChannel out = cut(confirmed);
    out.position(confirmed);
    // Not closed: that would close the channel, and with it give up the lock.
    OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(out), BUFFER_BYTES);
    content.writeTo(buffered);
    buffered.flush();
    folder.stepped("write " + name);
    out.force(false);
    folder.stepped("sync " + name);
    return out.position();
  }

  /** Cuts off what lies behind the confirmed bytes, durably; creates the file if need be. */
  void settle(long confirmed) throws IOException, ConnectorException {
    cut(confirmed).force(true);
    folder.stepped("sync " + name);
  }

  private FileChannel cut(long confirmed) throws IOException, ConnectorException {
    FileChannel out = channel;
    if (out == null || !out.isOpen()) {
      out = open(confirmed);
      channel = out;
    }
    requireLength(folder.file(name), out, confirmed);
    if (out.size() > confirmed) {
      out.truncate(confirmed);
      folder.stepped("truncate " + name);
    }
    return out;
  }

  private FileChannel open(long confirmed) throws IOException, ConnectorException {
    Path path = folder.file(name);
    FileChannel opened =
        confirmed == 0
            ? FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : openWritten(path);
    if (!isLocked(opened)) {
      opened.close();
      throw new ConnectorException.Fenced(path + " is being written by another owner");
    }
    folder.stepped("open " + name);
    folder.sync();
    return opened;
  }

  private static void requireLength(Path path, FileChannel channel, long confirmed)
      throws IOException, ConnectorException {
    if (channel.size() < confirmed) {
      throw new ConnectorException.Terminal(
          path
              + " lost data: "
              + confirmed
              + " bytes were confirmed, "
              + channel.size()
              + " are there; load again with --restart",
          null);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
