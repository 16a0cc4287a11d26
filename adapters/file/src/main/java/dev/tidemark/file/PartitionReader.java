package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Position;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.RowReader;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Reads the batches of one file. Opens it when the first is asked for, and closes it at its end.
 * Not thread-safe.
 */
final class PartitionReader {

  /** How the reason begins of a record of which only the beginning is kept. */
  static final String TOO_LONG = "longer than max_record_bytes";

  private final SourceFile file;
  private final FileSettings settings;
  private final int maxRecordBytes;
  private final Schema schema;
  private final Optional<Position> end;
  private final Deque<Cut> cuts = new ArrayDeque<>();
  private Position position;
  private boolean done;
  private @Nullable OpenedFile opened;
  private @Nullable RowReader reader;

  /** Where a batch has to end, read once and not for each record. */
  private record Cut(Position position, Place place) {
    Cut(Position position) {
      this(position, Place.parse(position));
    }
  }

  PartitionReader(
      SourceFile file, FileSettings settings, int maxRecordBytes, Assignment work, Schema schema) {
    this.file = file;
    this.settings = settings;
    this.maxRecordBytes = maxRecordBytes;
    this.schema = schema;
    this.position = work.from();
    this.end = work.end().toJavaOptional();
    work.cuts().forEach(cut -> cuts.addLast(new Cut(cut)));
    end.ifPresent(bound -> cuts.addLast(new Cut(bound)));
    dropCutsReached();
    this.done = end.isPresent() && cuts.isEmpty();
  }

  /** Whether nothing more will come. */
  boolean isDone() {
    return done;
  }

  boolean isBounded() {
    return end.isPresent();
  }

  /**
   * The next batch.
   *
   * @return empty when there is nothing now, or nothing more
   */
  Optional<SourceBatch> read(ReadLimits limits) throws ConnectorException, InterruptedException {
    if (done) {
      return Optional.empty();
    }
    try {
      OpenedFile source = opened == null ? open() : opened;
      RowReader rows = reader;
      if (source == null || rows == null) {
        return Optional.empty();
      }
      return readBatch(limits, source, rows);
    } catch (ClosedByInterruptException e) {
      close();
      throw new InterruptedException(file.name());
    } catch (IOException e) {
      close();
      throw file.failure(e);
    } catch (ConnectorException e) {
      close();
      throw e;
    }
  }

  private @Nullable OpenedFile open() throws IOException, ConnectorException {
    Place at = Place.parse(position);
    // A bound with an inner offset is a place on the way; the file is read only up to it.
    long bound =
        end.map(Place::parse)
            .filter(place -> place.inner() == 0)
            .map(Place::base)
            .orElse(Long.MAX_VALUE);
    OpenedFile.Options options =
        new OpenedFile.Options(settings.format(), maxRecordBytes, bound, end.isPresent());
    OpenedFile source = OpenedFile.open(file, at, options).orElse(null);
    if (source != null) {
      reader = settings.format().reader(schema, fieldNames(source));
      opened = source;
    }
    return source;
  }

  private List<String> fieldNames(OpenedFile source) throws ConnectorException {
    if (!settings.format().hasHeader()) {
      return settings.columns().orElse(schema).columns().stream().map(Column::name).toList();
    }
    for (var column : settings.columns().map(Schema::columns).orElse(List.of())) {
      if (!source.header().isEmpty() && !source.header().contains(column.name())) {
        throw new ConnectorException.Terminal(
            Fault.FLOW,
            file.name()
                + ":1: column "
                + column.name()
                + " is declared, but the header has only "
                + String.join(", ", source.header()),
            null);
      }
    }
    return source.header();
  }

  private Optional<SourceBatch> readBatch(ReadLimits limits, OpenedFile source, RowReader rows)
      throws IOException, ConnectorException {
    BatchParts batch = new BatchParts(schema, position, Place.parse(position).record());
    Optional<Position> stop = Optional.empty();
    try {
      stop = fill(batch, limits, source, rows);
    } catch (ConnectorException e) {
      // What is whole comes first: the next read finds the damage again.
      if (!source.isDamaged() || batch.records() == 0) {
        throw e;
      }
    }
    return finish(batch, stop, source);
  }

  /** Takes records into a batch; answers where it has to end, if it does. */
  private Optional<Position> fill(
      BatchParts batch, ReadLimits limits, OpenedFile source, RowReader rows)
      throws IOException, ConnectorException {
    while (true) {
      boolean more = source.window().hasByte();
      Optional<Position> stop = stopAt(source);
      if (stop.isEmpty() && !more) {
        stop = atLastByte(source);
      }
      boolean full = batch.records() >= limits.records() || batch.bytes() >= limits.bytes();
      if (stop.isPresent() || !more || full) {
        return stop;
      }
      Place start = source.place(batch.nextRecord());
      RecordWindow.Found found = take(source, rows, batch, start);
      if (found == RecordWindow.Found.PARTIAL) {
        return Optional.empty();
      }
      if (found == RecordWindow.Found.OVERSIZED_PARTIAL) {
        // What was passed over can't be taken back: the next read opens the file again.
        close();
        return Optional.of(start.position());
      }
    }
  }

  private Optional<SourceBatch> finish(
      BatchParts batch, Optional<Position> stop, OpenedFile source) {
    Position from = position;
    Position to = stop.orElseGet(() -> source.hashedPlace(batch.nextRecord()).position());
    boolean moved = Place.ORDER.compare(from, to) != 0;
    if (moved) {
      position = to;
      dropCutsReached();
    }
    done = done || (end.isPresent() && cuts.isEmpty());
    if (done) {
      close();
    }
    return moved ? Optional.of(batch.build(file.partition(), to)) : Optional.empty();
  }

  /** What ends a batch when no byte is left: the partition's end, or nothing for now. */
  private Optional<Position> atLastByte(OpenedFile source) throws IOException, ConnectorException {
    if (end.isEmpty()) {
      if (isReplaced(source)) {
        if (!settings.restart()) {
          throw file.replaced(
              "it to grow only; to go on with the new file, set on_recreated: restart");
        }
        done = true;
      }
      return Optional.empty();
    }
    Place bound = Place.parse(end.get());
    if (Files.size(file.path()) < bound.base()) {
      throw file.replaced(bound.base() + " bytes, found " + Files.size(file.path()));
    }
    return end;
  }

  private static boolean isReplaced(OpenedFile source) throws IOException {
    try {
      return source.isReplaced();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** The cut or end that the place here has come to. */
  private Optional<Position> stopAt(OpenedFile source) throws ConnectorException {
    Cut next = cuts.peekFirst();
    if (next == null) {
      return Optional.empty();
    }
    Place here = source.place(-1);
    int order = here.compareTo(next.place());
    if (order > 0) {
      if (cuts.size() == 1 && end.isPresent() && source.isGzip() && here.inner() == 0) {
        // The bound lay within a member, which had no end yet when the run began.
        return Optional.of(here.position());
      }
      throw file.replaced("a record to end at " + next.position().text());
    }
    return order == 0 ? Optional.of(next.position()) : Optional.empty();
  }

  private void dropCutsReached() {
    Place here = Place.parse(position);
    while (!cuts.isEmpty() && here.compareTo(cuts.getFirst().place()) >= 0) {
      cuts.removeFirst();
    }
  }

  /** Takes the next record into the batch, unless it isn't complete yet. */
  private RecordWindow.Found take(OpenedFile source, RowReader rows, BatchParts batch, Place start)
      throws IOException, ConnectorException {
    RecordWindow window = source.window();
    long offset = window.offset();
    RecordWindow.Found found = window.next();
    if (found == RecordWindow.Found.PARTIAL || found == RecordWindow.Found.OVERSIZED_PARTIAL) {
      if (end.isEmpty()) {
        return found;
      }
      found = window.acceptPartial(found);
    }
    source.passedLines();
    boolean blank = found == RecordWindow.Found.RECORD && isBlank(window);
    if (!blank) {
      parse(found, source, rows, batch, start);
    }
    long length = window.offset() - offset;
    settle(source);
    if (!blank) {
      Place after = source.place(-1);
      batch.endRecord(after.base(), after.inner(), length);
    }
    return found;
  }

  /** Whether there is more decides which gzip member this place is in. */
  private static void settle(OpenedFile source) throws IOException, ConnectorException {
    try {
      source.window().hasByte();
    } catch (ConnectorException e) {
      if (!source.isDamaged()) {
        throw e;
      }
    }
  }

  private boolean isBlank(RecordWindow window) {
    return settings.format().isBlank(window.buffer(), window.recordStart(), window.recordLength());
  }

  private void parse(
      RecordWindow.Found found, OpenedFile source, RowReader rows, BatchParts batch, Place start)
      throws IOException, ConnectorException {
    RecordWindow window = source.window();
    int from = window.recordStart();
    int length = window.recordLength();
    try {
      if (found == RecordWindow.Found.OVERSIZED) {
        RecordWindow.Excess excess = window.excess();
        batch.bad(tooLong(excess), place(source, start), excess.prefix());
      } else {
        batch.read(rows, window.buffer(), from, length);
      }
    } catch (MisfitException e) {
      byte[] payload = Arrays.copyOfRange(window.buffer(), from, from + length);
      batch.bad(e.reason(), place(source, start), payload);
    }
  }

  private String tooLong(RecordWindow.Excess excess) {
    return TOO_LONG
        + " ("
        + maxRecordBytes
        + "): "
        + excess.length()
        + " bytes, sha-256 "
        + excess.sha256()
        + "; only its beginning is kept";
  }

  private String place(OpenedFile source, Place start) throws IOException, ConnectorException {
    return file.name() + ":" + source.recordLine(start);
  }

  void close() {
    OpenedFile source = opened;
    opened = null;
    reader = null;
    if (source != null) {
      try {
        source.close();
      } catch (IOException e) {
        // It was only read: nothing can be lost by a close that fails.
        LoggerFactory.getLogger(PartitionReader.class)
            .atDebug()
            .addKeyValue("file", file.name())
            .setCause(e)
            .log("close failed");
      }
    }
  }
}
