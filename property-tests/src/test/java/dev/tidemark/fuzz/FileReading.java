package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a file again and again: in pieces of other sizes, and from any record on. */
final class FileReading {

  /**
   * One record.
   *
   * @param row its values; null for a bad one
   * @param bad what is wrong with it; null for a good one
   */
  record Read(Position before, @Nullable Object @Nullable [] row, @Nullable BadRecord bad) {

    String content() {
      return row == null && bad != null
          ? bad.place() + ": " + bad.reason() + Arrays.toString(bad.payload())
          : Arrays.deepToString(row);
    }
  }

  private static final ReadLimits LARGE = new ReadLimits(1_000_000, Long.MAX_VALUE, Duration.ZERO);

  private final Supplier<Source> sources;
  private final PartitionBounds bounds;
  private final Schema schema;

  private FileReading(Supplier<Source> sources, PartitionBounds bounds, Schema schema) {
    this.sources = sources;
    this.bounds = bounds;
    this.schema = schema;
  }

  /** Of one file; empty where it has nothing in it. */
  static Optional<FileReading> of(Supplier<Source> sources)
      throws ConnectorException, InterruptedException {
    try (Source source = sources.get()) {
      List<PartitionBounds> partitions =
          source.resolve(new Known(java.util.Map.of(), List.of())).partitions();
      assertThat(partitions).hasSizeLessThanOrEqualTo(1);
      return partitions.isEmpty()
          ? Optional.empty()
          : Optional.of(new FileReading(sources, partitions.get(0), source.schema()));
    }
  }

  Schema schema() {
    return schema;
  }

  /** All records, in one piece. */
  List<Read> whole() throws ConnectorException, InterruptedException {
    return from(bounds.start(), () -> LARGE);
  }

  /** The same in small pieces, and the rest of it from some record on. */
  void again(List<Read> all, Chance chance) throws ConnectorException, InterruptedException {
    List<Read> pieces =
        from(
            bounds.start(),
            () -> new ReadLimits(1 + chance.below(4), 1 + chance.below(300), Duration.ZERO));
    assertThat(contents(pieces)).isEqualTo(contents(all));
    if (!all.isEmpty()) {
      int first = chance.below(all.size());
      List<Read> rest = from(all.get(first).before(), () -> LARGE);
      assertThat(contents(rest)).isEqualTo(contents(all.subList(first, all.size())));
    }
  }

  private static List<String> contents(List<Read> reads) {
    return reads.stream().map(Read::content).toList();
  }

  private List<Read> from(Position start, Supplier<ReadLimits> limits)
      throws ConnectorException, InterruptedException {
    List<Read> reads = new ArrayList<>();
    Position at = start;
    try (Source source = sources.get()) {
      source.assign(
          List.of(new Assignment(bounds.partition(), start, bounds.end(), Vector.empty())), schema);
      for (Optional<SourceBatch> next = source.read(limits.get());
          next.isPresent();
          next = source.read(limits.get())) {
        SourceBatch batch = next.get();
        assertThat(batch.from()).isEqualTo(at);
        assertThat(source.order().compare(batch.from(), batch.to())).isNegative();
        collect(batch, reads);
        at = batch.to();
      }
      assertThat(source.order().compare(at, bounds.end().get())).isZero();
    }
    return reads;
  }

  /** Each record of a batch is a row or a bad one, and just one of the two. */
  private static void collect(SourceBatch batch, List<Read> reads) {
    Read[] found = new Read[batch.records()];
    RowBatch rows = batch.rows();
    for (int i = 0; i < rows.size(); i++) {
      int origin = rows.origin(i);
      assertThat(found[origin]).isNull();
      found[origin] = new Read(batch.before().apply(origin), rows.row(i), null);
    }
    for (BadRecord bad : batch.bad()) {
      assertThat(found[bad.origin()]).isNull();
      found[bad.origin()] = new Read(batch.before().apply(bad.origin()), null, bad);
    }
    assertThat(found).doesNotContainNull();
    reads.addAll(List.of(found));
  }
}
