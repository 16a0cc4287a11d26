package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file's uncompressed bytes, in order, from where it was opened. Offsets here count from there.
 * Not thread-safe.
 */
interface ByteFeed extends Closeable {

  /**
   * Reads some bytes.
   *
   * @return how many; 0 when there are none now, which at a bound means never
   * @throws ConnectorException.Terminal when the file is damaged
   */
  int read(byte[] into, int from, int length) throws IOException, ConnectorException;

  /** Whether reading has failed because the file is damaged, and will fail again. */
  default boolean isDamaged() {
    return false;
  }

  /** Places before this offset will not be asked for any more. */
  default void passed(long offset) {}

  /** The {@link Place#base()} of an offset up to the one read to. */
  long base(long offset);

  /** The {@link Place#inner()} of an offset up to the one read to. */
  long inner(long offset);

  /** The offset that a place stands at, which is at or after where the feed was opened. */
  long offset(Place place);

  @Override
  void close() throws IOException;

  /**
   * Opens a file so that a place, and what is needed to check it, lies ahead.
   *
   * @param bound how many bytes of the file may be read; a gzip member that begins before is read
   *     to its end
   */
  static ByteFeed open(Path path, boolean gzip, Place place, long bound) throws IOException {
    FileChannel channel = FileChannel.open(path);
    if (gzip) {
      return new GzipFeed(path, channel, place.base(), bound);
    }
    return new PlainFeed(channel, Math.max(0, place.base() - RecordWindow.HISTORY), bound);
  }
}
