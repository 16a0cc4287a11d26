package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  private Disk.@Nullable OpenFile file;

  /** A file that is created when it is first written. */
  PartFile(SinkFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Takes over the file of an earlier owner: itself when nobody has it open, else a copy of what
   * counts.
   *
   * @param part of more than 0 bytes
   * @param copyName the name of the copy
   */
  static PartFile takeOver(SinkFolder folder, Extent part, String copyName)
      throws IOException, ConnectorException {
    Path path = folder.file(part.name());
    Disk.OpenFile opened = openWritten(folder, path);
    boolean taken = false;
    try {
      requireLength(folder, path, opened, part.length());
      if (opened.lock()) {
        PartFile file = new PartFile(folder, part.name());
        file.file = opened;
        taken = true;
        return file;
      }
      PartFile copy = new PartFile(folder, copyName);
      Appending out = copy.append(0);
      copy(opened, part.length(), out);
      out.sync();
      return copy;
    } finally {
      if (!taken) {
        opened.close();
      }
    }
  }

  /**
   * A copy of a file, to be added to.
   *
   * @param copy its name, and how many bytes to copy: all that there are
   */
  static PartFile copyOf(SinkFolder folder, Path path, Extent copy)
      throws IOException, ConnectorException {
    try (Disk.OpenFile from = openWritten(folder, path)) {
      requireLength(folder, path, from, copy.length());
      PartFile file = new PartFile(folder, copy.name());
      Appending out = file.append(0);
      copy(from, copy.length(), out);
      out.sync();
      return file;
    }
  }

  private static void copy(Disk.OpenFile from, long length, OutputStream to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long at = 0; at < length; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
      while (buffer.hasRemaining() && from.read(buffer, at + buffer.position()) >= 0) {
        continue;
      }
      to.write(buffer.array(), 0, buffer.limit());
    }
  }

  private static Disk.OpenFile openWritten(SinkFolder folder, Path path)
      throws IOException, ConnectorException {
    try {
      return folder.disk().open(path);
    } catch (NoSuchFileException e) {
      throw new ConnectorException.Terminal(
          Fault.LOST_DATA, path + " is gone, with data that was confirmed; " + folder.advice(), e);
    }
  }

  String name() {
    return name;
  }

  boolean isOpen() {
    return file != null;
  }

  /** Goes on behind what was confirmed. */
  Appending append(long confirmed) throws IOException, ConnectorException {
    return new Appending(cut(confirmed), confirmed);
  }

  /** The confirmed bytes. Through this file, since to open it once more could cost the lock. */
  byte[] read(long confirmed) throws IOException, ConnectorException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(confirmed));
    Disk.OpenFile from = cut(confirmed);
    while (bytes.hasRemaining() && from.read(bytes, bytes.position()) >= 0) {
      continue;
    }
    return bytes.array();
  }

  /** Cuts off what lies behind the confirmed bytes, durably; creates the file if need be. */
  void settle(long confirmed) throws IOException, ConnectorException {
    cut(confirmed).sync();
  }

  private Disk.OpenFile cut(long confirmed) throws IOException, ConnectorException {
    Disk.OpenFile open = file;
    if (open == null) {
      open = open(confirmed);
      file = open;
    }
    requireLength(folder, folder.file(name), open, confirmed);
    if (open.size() > confirmed) {
      open.truncate(confirmed);
    }
    return open;
  }

  private Disk.OpenFile open(long confirmed) throws IOException, ConnectorException {
    Path path = folder.file(name);
    Disk.OpenFile opened =
        confirmed == 0 ? folder.disk().openOrCreate(path) : openWritten(folder, path);
    boolean ready = false;
    try {
      if (!opened.lock()) {
        throw new ConnectorException.Fenced(path + " is being written by another owner");
      }
      folder.sync();
      ready = true;
      return opened;
    } finally {
      if (!ready) {
        opened.close();
      }
    }
  }

  private static void requireLength(
      SinkFolder folder, Path path, Disk.OpenFile file, long confirmed)
      throws IOException, ConnectorException {
    long found = file.size();
    if (found < confirmed) {
      throw new ConnectorException.Terminal(
          Fault.LOST_DATA,
          path
              + " lost data: "
              + confirmed
              + " bytes were confirmed, "
              + found
              + " are there; "
              + folder.advice(),
          null);
    }
  }

  @Override
  public void close() throws IOException {
    Disk.OpenFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  /** Bytes on their way behind what was confirmed. Need not be closed; not thread-safe. */
  static final class Appending extends OutputStream {

    private final Disk.OpenFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long written;

    private Appending(Disk.OpenFile file, long from) {
      this.file = file;
      this.written = from;
    }

    /** How long the file is with all that was written. */
    long length() {
      return written + buffered;
    }

    @Override
    public void write(int value) throws IOException {
      if (buffered == buffer.length) {
        flush();
      }
      buffer[buffered++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > buffer.length - buffered) {
        flush();
      }
      if (length > buffer.length) {
        file.write(ByteBuffer.wrap(bytes, from, length), written);
        written += length;
      } else {
        System.arraycopy(bytes, from, buffer, buffered, length);
        buffered += length;
      }
    }

    @Override
    public void flush() throws IOException {
      if (buffered > 0) {
        file.write(ByteBuffer.wrap(buffer, 0, buffered), written);
        written += buffered;
        buffered = 0;
      }
    }

    /** Makes all of it durable; answers how long the file is. */
    long sync() throws IOException {
      flush();
      file.sync();
      return written;
    }
  }
}
