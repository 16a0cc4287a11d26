package dev.tidemark.file;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files of a path, each a partition. Not thread-safe. */
final class FileSource implements Source {

  private static final Duration POLL = Duration.ofMillis(50);

  private final FileSettings settings;
  private final int maxRecordBytes;
  private final FileResolver resolver;
  private final List<PartitionReader> readers = new ArrayList<>();
  private List<PartitionBounds> resolved = List.of();
  private final Map<PartitionReader, ConnectorException.Terminal> stuck = new LinkedHashMap<>();
  private int current;

  FileSource(StageContext context) {
    this.settings = FileSettings.of(context.settings());
    this.maxRecordBytes = context.maxRecordBytes();
    this.resolver =
        new FileResolver(
            context.stage(),
            FileSet.of(settings.path()),
            settings,
            FileSettings.follows(context.settings(), context.streaming()));
  }

  @Override
  public PositionOrder order() {
    return Place.ORDER;
  }

  @Override
  public String describe(Partition partition, Position position) {
    Place place = Place.parse(position);
    String name = partition.name();
    int identity = name.lastIndexOf('#');
    String file = identity < 0 ? name : name.substring(0, identity);
    return place.record() < 0
        ? file + ", " + position.text()
        : file + ", record " + (place.record() + 1);
  }

  @Override
  public Resolution resolve(Known known) throws ConnectorException {
    try {
      resolved = resolver.resolve(known);
      return new Resolution(resolved);
    } catch (IOException e) {
      throw SourceFile.failure(settings.path().toString(), e);
    }
  }

  @Override
  public Schema schema() throws ConnectorException {
    if (settings.columns().isPresent()) {
      return settings.columns().get();
    }
    List<SourceFile> files = new ArrayList<>();
    for (PartitionBounds bounds : resolved) {
      files.add(resolver.file(bounds.partition()));
    }
    try {
      return FileColumns.inferred(files, settings.format(), maxRecordBytes)
          .orElseThrow(
              () ->
                  new ConnectorException.Terminal(
                      Fault.FLOW,
                      "no record in "
                          + settings.path()
                          + " to find the columns in; declare columns",
                      null));
    } catch (IOException e) {
      throw SourceFile.failure(settings.path().toString(), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A csv file with a header must still be there: it says which field is which.
   */
  @Override
  public RowBatch decode(DeadLetter letter, Schema schema) throws ConnectorException {
    return new Decoding(resolver, settings, maxRecordBytes).decode(letter, schema);
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema) throws ConnectorException {
    for (Assignment assignment : assignments) {
      SourceFile file = resolver.file(assignment.partition());
      readers.add(new PartitionReader(file, settings, maxRecordBytes, assignment, schema));
    }
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    long deadline = System.nanoTime() + limits.linger().toNanos();
    while (true) {
      Optional<SourceBatch> batch = readAny(limits);
      long left = deadline - System.nanoTime();
      if (batch.isEmpty() && !stuck.isEmpty()) {
        throw stuckFiles();
      }
      if (batch.isPresent() || readers.stream().allMatch(PartitionReader::isDone) || left <= 0) {
        return batch;
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, POLL.toNanos())));
    }
  }

  /**
   * What stops one file of several holds back none of the others: it is told when they are done.
   */
  private Optional<SourceBatch> read(PartitionReader reader, ReadLimits limits)
      throws ConnectorException, InterruptedException {
    try {
      return reader.read(limits);
    } catch (ConnectorException.Terminal e) {
      stuck.put(reader, e);
      return Optional.empty();
    }
  }

  private ConnectorException stuckFiles() {
    ConnectorException.Terminal first = stuck.values().iterator().next();
    int others = stuck.size() - 1;
    return others == 0
        ? first
        : new ConnectorException.Terminal(
            first.fault(),
            first.reason() + "; and " + others + (others == 1 ? " other file" : " other files"),
            first);
  }

  /** Stays with a file until it has nothing more for now, then goes to the next. */
  private Optional<SourceBatch> readAny(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    for (int tried = 0; tried < readers.size(); tried++) {
      PartitionReader reader = readers.get(current);
      Optional<SourceBatch> batch =
          stuck.containsKey(reader) ? Optional.empty() : read(reader, limits);
      if (batch.isPresent() && reader.isBounded()) {
        return batch;
      }
      current = (current + 1) % readers.size();
      if (batch.isPresent()) {
        return batch;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    readers.forEach(PartitionReader::close);
  }
}
