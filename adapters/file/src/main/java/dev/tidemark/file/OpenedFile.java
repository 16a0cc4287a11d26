package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.format.LineSplitter;
import dev.tidemark.format.MisfitException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file opened at a place, which was found to be the one meant (Delivery 7): its bytes, its
 * header, and the line it stands at. Not thread-safe.
 */
final class OpenedFile implements Closeable {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final SourceFile file;
  private final boolean gzip;
  private final ByteFeed feed;
  private final RecordWindow window;
  private final @Nullable Object fileKey;
  private List<String> header = List.of();
  private long line;

  private OpenedFile(SourceFile file, FileFormat format, int maxRecordBytes, Place at, long bound)
      throws IOException {
    this.file = file;
    this.gzip = SourceFile.isGzip(file.path());
    this.feed = ByteFeed.open(file.path(), gzip, at, bound);
    this.window = new RecordWindow(feed, format.splitter(), maxRecordBytes);
    this.fileKey = Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
  }

  /** How to open a file. */
  record Options(FileFormat format, int maxRecordBytes, long bound, boolean endsAtBound) {}

  /**
   * Opens a file at a place.
   *
   * @return empty when its header isn't complete yet
   * @throws ConnectorException.Terminal when the file isn't the one that the place is in
   */
  static Optional<OpenedFile> open(SourceFile file, Place at, Options options)
      throws IOException, ConnectorException {
    OpenedFile opened =
        new OpenedFile(file, options.format(), options.maxRecordBytes(), at, options.bound());
    boolean ready = false;
    try {
      opened.goTo(at);
      ready = at.isStart() ? opened.passHeader(options) : opened.readHeader(options);
    } finally {
      if (!ready) {
        opened.close();
      }
    }
    return ready ? Optional.of(opened) : Optional.empty();
  }

  /** Whether a plain file has the bytes before a place that its hash was taken of. */
  static boolean holds(SourceFile file, Place place) throws IOException, ConnectorException {
    try (ByteFeed feed = ByteFeed.open(file.path(), false, place, place.base())) {
      RecordWindow window = new RecordWindow(feed, new LineSplitter(), RecordWindow.HISTORY);
      return window.skipTo(feed.offset(place)) >= 0
          && window.historyHash(place.base()).equals(place.hash());
    }
  }

  private void goTo(Place at) throws IOException, ConnectorException {
    long lines = window.skipTo(feed.offset(at));
    boolean fromStart = feed.base(0) == 0;
    line = fromStart ? lines : -1;
    if (lines < 0) {
      throw file.replaced("at least " + at.base() + " bytes, found fewer");
    }
    if (window.continuesLine()) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_CHANGED,
          file.name()
              + ": its last line had no end, was taken for whole, and has been continued since; "
              + "load again with --restart, and end lines before a job reads them",
          null);
    }
    if (!at.hash().isEmpty() && !at.hash().equals(hash(at))) {
      throw file.replaced("the same bytes as before in front of " + at.position().text());
    }
  }

  /** Passes the header at the file's beginning; answers whether it is complete. */
  private boolean passHeader(Options options) throws IOException, ConnectorException {
    window.skipPrefix(BYTE_ORDER_MARK);
    if (!(options.format() instanceof FileFormat.Csv csv) || !csv.hasHeader()) {
      return true;
    }
    if (!window.hasByte()) {
      return options.endsAtBound();
    }
    RecordWindow.Found found = window.next();
    if (found == RecordWindow.Found.PARTIAL) {
      if (!options.endsAtBound()) {
        return false;
      }
      found = window.acceptPartial(found);
    }
    try {
      if (found != RecordWindow.Found.RECORD) {
        throw new MisfitException("the header is longer than a record may be");
      }
      header = csv.header(window.buffer(), window.recordStart(), window.recordLength());
      line = window.recordLines();
      return true;
    } catch (MisfitException e) {
      throw new ConnectorException.Terminal(Fault.FLOW, file.name() + ":1: " + e.reason(), null);
    }
  }

  private boolean readHeader(Options options) throws IOException, ConnectorException {
    if (!options.format().hasHeader()) {
      return true;
    }
    Optional<OpenedFile> start = open(file, Place.START, options);
    if (start.isPresent()) {
      header = start.get().header();
      start.get().close();
    }
    return start.isPresent();
  }

  RecordWindow window() {
    return window;
  }

  boolean isGzip() {
    return gzip;
  }

  /** Whether what comes next can't be read, now or later. */
  boolean isDamaged() {
    return feed.isDamaged();
  }

  List<String> header() {
    return header;
  }

  /** Where the next record begins, without a hash. */
  Place place(long record) {
    long offset = window.offset();
    return new Place(feed.base(offset), feed.inner(offset), record, "");
  }

  /** The same with a hash of what is before it. */
  Place hashedPlace(long record) {
    Place here = place(record);
    return new Place(here.base(), here.inner(), record, hash(here));
  }

  private String hash(Place here) {
    return window.historyHash(gzip ? here.inner() : here.base());
  }

  /** Counts the lines of the record that was just passed. */
  void passedLines() {
    line = line < 0 ? -1 : line + window.recordLines();
  }

  /** The number of the line that the record just passed begins with; it is counted already. */
  long recordLine(Place recordPlace) throws IOException, ConnectorException {
    if (line < 0) {
      line = linesBefore(recordPlace) + window.recordLines();
    }
    return line - window.recordLines() + 1;
  }

  /**
   * Counted only when a bad record makes it needed: seeking past the lines is what made it fast.
   */
  private long linesBefore(Place place) throws IOException, ConnectorException {
    try (ByteFeed all = ByteFeed.open(file.path(), gzip, Place.START, Long.MAX_VALUE)) {
      RecordWindow lines = new RecordWindow(all, new LineSplitter(), RecordWindow.HISTORY);
      long counted = 0;
      while (lines.hasByte()) {
        long here = lines.offset();
        if (new Place(all.base(here), all.inner(here), -1, "").compareTo(place) >= 0) {
          break;
        }
        if (lines.next() == RecordWindow.Found.PARTIAL) {
          break;
        }
        counted += lines.recordLines();
      }
      return counted;
    }
  }

  /** Whether another file has taken this one's name, or its bytes were cut off. */
  boolean isReplaced() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
    Object key = now.fileKey();
    return now.size() < place(-1).base() || (key != null && !key.equals(fileKey));
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}
