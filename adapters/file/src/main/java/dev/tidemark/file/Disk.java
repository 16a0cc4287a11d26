package dev.tidemark.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What a sink does to files, one change a method. A power loss may take back whatever was not
 * synced: a file's content until {@link OpenFile#sync}, a name given, changed or removed until
 * {@link #syncFolder} of the folder that holds it. Every method fails with an {@code IOException}
 * when the system does.
 */
interface Disk {

  /** A file that is open for reading and writing. Not thread-safe. */
  interface OpenFile extends Closeable {

    /**
     * Keeps others from locking it until it is closed or the process ends.
     *
     * @return whether nobody else holds the lock
     */
    boolean lock() throws IOException;

    long size() throws IOException;

    /** Writes all of the bytes. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Reads some bytes; -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    void truncate(long length) throws IOException;

    /** Makes the content durable, and the length. */
    void sync() throws IOException;
  }

  /** Opens a file that is there. */
  OpenFile open(Path file) throws IOException;

  /** Opens a file, and creates it first if need be. */
  OpenFile openOrCreate(Path file) throws IOException;

  /**
   * Creates an empty file: of several who try, one succeeds, the others are told that it exists.
   */
  void create(Path file) throws IOException;

  /** Creates a folder in one that is there. */
  void createFolder(Path folder) throws IOException;

  /** Renames at once, replacing what has that name. */
  void replace(Path from, Path to) throws IOException;

  /**
   * Gives a file another name of the same folder and never replaces one. The first name may stay,
   * as a second one of the same file.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the name is taken
   */
  void publish(Path from, Path to) throws IOException;

  /** Removes a name, if it is there. */
  void delete(Path file) throws IOException;

  /** Makes all names in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  boolean exists(Path file);

  boolean isFolder(Path file);

  long size(Path file) throws IOException;

  /**
   * A file's first bytes.
   *
   * @param most how many at the most
   */
  byte[] read(Path file, long most) throws IOException;

  /** A file's digest: SHA-256 as hexadecimal digits. */
  String sha256(Path file) throws IOException;

  /** The names in a folder; none when it isn't there. */
  List<String> names(Path folder) throws IOException;
}
