package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.format.ByteScan;
import dev.tidemark.format.RecordSplitter;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * One record after another from a feed, through one buffer that is used again and again: memory is
 * bounded by the longest record allowed. Keeps what is needed to recognise a position. Not
 * thread-safe.
 */
final class RecordWindow {

  /** How many bytes before a position are hashed to recognise it (Delivery 7). */
  static final int HISTORY = 4 * 1024;

  /** How much of a record that is too long is kept. */
  private static final int PREFIX_BYTES = 4 * 1024;

  private static final byte LINE_END = '\n';

  private static final int BUFFER_BYTES = 64 * 1024;

  /** What {@link #next} found. */
  enum Found {
    /** A record with its line end. */
    RECORD,
    /** Bytes without a line end, and nothing behind them for now. */
    PARTIAL,
    /** A record that is too long; {@link #excess} says how long, the payload is its beginning. */
    OVERSIZED,
    /** The beginning of a record that is too long, whose end isn't there yet; reopen to retry. */
    OVERSIZED_PARTIAL
  }

  /**
   * A record that is too long.
   *
   * @param length with its line end, as is the hash
   */
  record Excess(byte[] prefix, long length, String sha256) {}

  private final ByteFeed feed;
  private final RecordSplitter splitter;
  private final RecordSplitter firstLine;
  private final int maxRecordBytes;

  /**
   * Up to here the splitter has come from the beginning of an earlier record, within quotes at each
   * line break. So a record that begins before and is within quotes at its first line break has no
   * end before here: what was looked at once isn't looked at again for each line.
   */
  private long hopeless;

  /** Whether the byte here leaves no right end to such a record. */
  private boolean malformed;

  private byte[] buffer = new byte[BUFFER_BYTES];
  private long bufferOffset;
  private int next;
  private int limit;
  private int recordStart;
  private int recordEnd;
  private int recordLines;
  private Excess excess = new Excess(new byte[0], 0, "");

  RecordWindow(ByteFeed feed, RecordSplitter splitter, int maxRecordBytes) {
    this.feed = feed;
    this.splitter = splitter;
    this.firstLine = splitter.another();
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Where the next record begins, counted from where the feed was opened. */
  long offset() {
    return bufferOffset + next;
  }

  /** Whether there is any byte more, at least for now. After it the place of here is settled. */
  boolean hasByte() throws IOException, ConnectorException {
    return next < limit || fill();
  }

  /**
   * Passes over everything before an offset.
   *
   * @return how many line breaks were passed; -1 when the bytes end before it
   */
  long skipTo(long offset) throws IOException, ConnectorException {
    long lines = 0;
    while (offset() < offset) {
      if (!hasByte()) {
        return -1;
      }
      int until = (int) Math.min(limit, next + offset - offset());
      lines += linesIn(next, until);
      next = until;
    }
    return lines;
  }

  /** Passes over these bytes, when they come next. */
  void skipPrefix(byte[] prefix) throws IOException, ConnectorException {
    while (limit - next < prefix.length) {
      if (!fill()) {
        return;
      }
    }
    if (Arrays.equals(buffer, next, next + prefix.length, prefix, 0, prefix.length)) {
      next += prefix.length;
    }
  }

  /** Whether the next byte belongs to a line of which a part lies before here. */
  boolean continuesLine() throws IOException, ConnectorException {
    return hasByte()
        && next > 0
        && buffer[next - 1] != '\n'
        && buffer[next] != '\n'
        && buffer[next] != '\r';
  }

  /**
   * Hash of the up to 4 KiB before here.
   *
   * @param available how many bytes before here may count
   * @return empty when there are none
   */
  String historyHash(long available) {
    int length = (int) Math.min(Math.min(HISTORY, available), next);
    return length == 0 ? "" : Sha256.brief(buffer, next - length, length);
  }

  /**
   * Goes to the next record, which is there at least in part: {@link #hasByte} was true. Where no
   * record of several lines ends rightly within the bytes that one may have, the first line is the
   * record: so a stray quote costs one line, and what is found depends on nothing but the bytes.
   */
  Found next() throws IOException, ConnectorException {
    int scanned = 0;
    if (offset() < hopeless) {
      int line = lineEnd(next);
      if (line >= 0 && bufferOffset + line <= hopeless) {
        firstLine.reset();
        boolean decided = firstLine.end(buffer, next, line) != RecordSplitter.UNSEEN;
        if (decided || malformed) {
          return take(line);
        }
        scanned = (int) (hopeless - offset());
      }
    }
    return next(scanned);
  }

  /** The same, where the splitter has looked at so many bytes. */
  private Found next(int looked) throws IOException, ConnectorException {
    int scanned = looked;
    if (scanned == 0) {
      splitter.reset();
    }
    while (true) {
      int until = (int) Math.min(limit, next + longest());
      int end = splitter.end(buffer, next + scanned, until);
      if (end >= 0) {
        return take(end);
      }
      scanned = until - next;
      malformed = end != RecordSplitter.UNSEEN;
      if (malformed || scanned == longest()) {
        hopeless = malformed ? bufferOffset - 2 - end : offset() + scanned;
        return line();
      }
      if (!fill()) {
        hopeless = offset() + scanned;
        return Found.PARTIAL;
      }
    }
  }

  /** How many bytes of a record are looked at: its line end may take two. */
  private long longest() {
    return maxRecordBytes + 2L;
  }

  /** Takes the next line for a record. */
  private Found line() throws IOException, ConnectorException {
    int scanned = 0;
    while (true) {
      int end = lineEnd(next + scanned);
      if (end >= 0) {
        return take(end);
      }
      scanned = limit - next;
      // What is kept of the record doesn't depend on how much of it came at once.
      if (scanned > Math.max(longest(), PREFIX_BYTES)) {
        return oversized();
      }
      if (!fill()) {
        return Found.PARTIAL;
      }
    }
  }

  /** The index after the first line break from an index on; -1 when there is none. */
  private int lineEnd(int from) {
    int found = ByteScan.indexOf(LINE_END, buffer, from, limit);
    return found < 0 ? -1 : found + 1;
  }

  /** Takes what was found in part for a record, or else its first line: the input ends here. */
  Found acceptPartial(Found found) {
    if (found != Found.PARTIAL) {
      return Found.OVERSIZED;
    }
    int end = splitter.mayEnd() ? limit : lineEnd(next);
    return take(end < 0 ? limit : end);
  }

  /** What the record's bytes lie in; valid until the next call that may read. */
  byte[] buffer() {
    return buffer;
  }

  /** Where in the buffer the record begins. */
  int recordStart() {
    return recordStart;
  }

  /** How long the record is without its line end. */
  int recordLength() {
    int end = recordEnd;
    if (end > recordStart && buffer[end - 1] == '\n') {
      end--;
    }
    if (end > recordStart && buffer[end - 1] == '\r') {
      end--;
    }
    return end - recordStart;
  }

  /** Line breaks in the record and at its end. */
  int recordLines() {
    return recordLines;
  }

  /** After {@link Found#OVERSIZED}. */
  Excess excess() {
    return excess;
  }

  private Found take(int end) {
    recordStart = next;
    recordEnd = end;
    recordLines = linesIn(next, end);
    next = end;
    if (recordLength() <= maxRecordBytes) {
      return Found.RECORD;
    }
    MessageDigest digest = Sha256.digest();
    digest.update(buffer, recordStart, end - recordStart);
    excess = new Excess(prefix(recordStart, end), end - recordStart, Sha256.text(digest));
    return Found.OVERSIZED;
  }

  /** Passes over a record that is longer than the buffer may get. */
  private Found oversized() throws IOException, ConnectorException {
    MessageDigest digest = Sha256.digest();
    byte[] prefix = prefix(next, limit);
    long start = offset();
    recordLines = 0;
    Found found = Found.OVERSIZED_PARTIAL;
    int end = limit;
    while (true) {
      digest.update(buffer, next, end - next);
      recordLines += linesIn(next, end);
      next = end;
      if (found == Found.OVERSIZED || !fill()) {
        break;
      }
      int lineEnd = lineEnd(next);
      found = lineEnd >= 0 ? Found.OVERSIZED : found;
      end = lineEnd >= 0 ? lineEnd : limit;
    }
    excess = new Excess(prefix, offset() - start, Sha256.text(digest));
    return found;
  }

  private byte[] prefix(int from, int end) {
    return Arrays.copyOfRange(buffer, from, Math.min(end, from + PREFIX_BYTES));
  }

  private int linesIn(int from, int end) {
    int lines = 0;
    int found = ByteScan.indexOf(LINE_END, buffer, from, end);
    while (found >= 0) {
      lines++;
      found = ByteScan.indexOf(LINE_END, buffer, found + 1, end);
    }
    return lines;
  }

  /** Reads more, keeping what is unread and the history before it. */
  private boolean fill() throws IOException, ConnectorException {
    if (limit == buffer.length) {
      int dropped = Math.max(0, next - HISTORY);
      System.arraycopy(buffer, dropped, buffer, 0, limit - dropped);
      bufferOffset += dropped;
      next -= dropped;
      limit -= dropped;
      if (limit > buffer.length / 2) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    feed.passed(offset());
    int count = feed.read(buffer, limit, buffer.length - limit);
    limit += count;
    return count > 0;
  }
}
