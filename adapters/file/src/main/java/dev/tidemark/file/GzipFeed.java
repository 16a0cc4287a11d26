package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The uncompressed bytes of a gzip file, member after member, from the beginning of one. Unlike the
 * JDK's own stream it knows where members begin, begins none at or behind its bound, and takes
 * neither a file that is cut short nor one with something else behind it for a whole one.
 */
final class GzipFeed implements ByteFeed {

  private static final int TRAILER_BYTES = 8;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** A member's beginning: in the file, and in this feed. */
  private record Member(long base, long offset) {}

  private final Path path;
  private final FileChannel channel;
  private final long bound;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final Deque<Member> members = new ArrayDeque<>();
  private long fileOffset;
  private long offset;
  private boolean inMember;
  private Optional<ConnectorException> damage = Optional.empty();

  GzipFeed(Path path, FileChannel channel, long start, long bound) {
    this.path = path;
    this.channel = channel;
    this.bound = bound;
    this.fileOffset = start;
    members.addLast(new Member(start, 0));
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException, ConnectorException {
    if (damage.isPresent()) {
      throw damage.get();
    }
    while (inMember || beginMember()) {
      int count = inflated(into, from, length);
      if (count > 0) {
        return count;
      }
    }
    return 0;
  }

  /** What was inflated before damage was found is given out first: the damage comes next. */
  private int inflated(byte[] into, int from, int length) throws IOException, ConnectorException {
    long before = inflater.getBytesWritten();
    try {
      int count = inflater.inflate(into, from, length);
      crc.update(into, from, count);
      offset += count;
      if (inflater.finished()) {
        endMember();
      } else if (count == 0) {
        // The inflater moves the buffer's position itself, and has taken all of it.
        refill();
        inflater.setInput(input);
      }
      return count;
    } catch (DataFormatException e) {
      int count = (int) (inflater.getBytesWritten() - before);
      offset += count;
      return unlessEmpty(
          count,
          damaged(
              "its compressed data is damaged before byte "
                  + position()
                  + " ("
                  + e.getMessage()
                  + ")"));
    } catch (ConnectorException e) {
      return unlessEmpty((int) (inflater.getBytesWritten() - before), e);
    }
  }

  private static int unlessEmpty(int count, ConnectorException damage) throws ConnectorException {
    if (count == 0) {
      throw damage;
    }
    return count;
  }

  @Override
  public boolean isDamaged() {
    return damage.isPresent();
  }

  /** Whether there is one more member; its header is then read. */
  private boolean beginMember() throws IOException, ConnectorException {
    if (atBound()) {
      return false;
    }
    long base = position();
    int first = next();
    if (first == 0 && base > 0) {
      return skipPadding();
    }
    if (first != 0x1f || next() != 0x8b || next() != 8) {
      throw damaged("expected a gzip member at byte " + base);
    }
    skipHeader();
    if (base > members.getLast().base()) {
      members.addLast(new Member(base, offset));
    }
    inflater.reset();
    crc.reset();
    inflater.setInput(input);
    inMember = true;
    return true;
  }

  /** Tapes and block devices fill the rest with zeros, which are no member. */
  private boolean skipPadding() throws IOException, ConnectorException {
    while (!atBound()) {
      if (next() != 0) {
        throw damaged("something that isn't gzip follows at byte " + (position() - 1));
      }
    }
    return false;
  }

  private void skipHeader() throws IOException, ConnectorException {
    int flags = next();
    skip(6);
    if ((flags & 4) != 0) {
      skip(next() | next() << 8);
    }
    for (int text = flags & 24; text != 0; text &= text - 1) {
      int value = next();
      while (value != 0) {
        value = next();
      }
    }
    if ((flags & 2) != 0) {
      skip(2);
    }
  }

  private void endMember() throws IOException, ConnectorException {
    inMember = false;
    long size = inflater.getBytesWritten();
    long trailer = 0;
    for (int i = 0; i < TRAILER_BYTES; i++) {
      trailer |= (long) next() << (8 * i);
    }
    if ((trailer & 0xFFFFFFFFL) != crc.getValue() || (trailer >>> 32) != (size & 0xFFFFFFFFL)) {
      throw damaged("the checksum before byte " + position() + " is wrong");
    }
    members.addLast(new Member(position(), offset));
  }

  @Override
  public void passed(long needed) {
    while (members.size() > 1) {
      Member first = members.removeFirst();
      if (members.getFirst().offset() > needed) {
        members.addFirst(first);
        return;
      }
    }
  }

  private void skip(int count) throws IOException, ConnectorException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private int next() throws IOException, ConnectorException {
    if (!input.hasRemaining()) {
      refill();
    }
    return input.get() & 0xFF;
  }

  private boolean atBound() throws IOException {
    return position() >= bound || (!input.hasRemaining() && !filled(bound));
  }

  private void refill() throws IOException, ConnectorException {
    if (!filled(Long.MAX_VALUE)) {
      throw damaged("it ends in the middle of its compressed data, at byte " + position());
    }
  }

  private boolean filled(long until) throws IOException {
    input.clear();
    input.limit((int) Math.max(0, Math.min(BUFFER_BYTES, until - fileOffset)));
    int count = input.hasRemaining() ? channel.read(input, fileOffset) : 0;
    fileOffset += Math.max(0, count);
    input.flip();
    return count > 0;
  }

  /** Where the next byte of the file comes from. */
  private long position() {
    return fileOffset - input.remaining();
  }

  private ConnectorException damaged(String how) {
    ConnectorException damaged =
        new ConnectorException.Terminal(
            Fault.SOURCE_DAMAGED,
            path
                + " is no whole gzip file: "
                + how
                + "; what is whole before it has been read. Put a complete copy in its place and"
                + " run again: it goes on where it stands",
            null);
    damage = Optional.of(damaged);
    return damaged;
  }

  @Override
  public long base(long at) {
    return memberAt(at).base();
  }

  @Override
  public long inner(long at) {
    return at - memberAt(at).offset();
  }

  private Member memberAt(long at) {
    var latest = members.descendingIterator();
    while (true) {
      Member member = latest.next();
      if (member.offset() <= at || !latest.hasNext()) {
        return member;
      }
    }
  }

  @Override
  public long offset(Place place) {
    return place.inner();
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    channel.close();
  }
}
