package dev.tidemark.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file's bytes as they are. */
final class PlainFeed implements ByteFeed {

  private final FileChannel channel;
  private final long start;
  private final long bound;
  private long next;

  PlainFeed(FileChannel channel, long start, long bound) {
    this.channel = channel;
    this.start = start;
    this.bound = bound;
    this.next = start;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int wanted = (int) Math.min(length, bound - next);
    if (wanted <= 0) {
      return 0;
    }
    int count = channel.read(ByteBuffer.wrap(into, from, wanted), next);
    if (count <= 0) {
      return 0;
    }
    next += count;
    return count;
  }

  @Override
  public long base(long offset) {
    return start + offset;
  }

  @Override
  public long inner(long offset) {
    return 0;
  }

  @Override
  public long offset(Place place) {
    return place.base() - start;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
