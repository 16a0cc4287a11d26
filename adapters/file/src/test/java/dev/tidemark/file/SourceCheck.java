package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What every bounded source must do: whatever the batches' sizes, wherever it is cut, stopped and
 * opened again, the records between two positions are the same.
 */
final class SourceCheck {

  private final Supplier<Source> open;
  private final Schema schema;
  private final Random random;

  SourceCheck(Supplier<Source> open, Schema schema, Random random) {
    this.open = open;
    this.schema = schema;
    this.random = random;
  }

  /** One record as it was read: its values, or what was wrong with it. */
  record Read(Position before, String content) {}

  /** Reads all in small batches, then again and again from positions on the way. */
  List<String> everyRecordOnce(int times) throws Exception {
    List<PartitionBounds> bounds;
    try (Source source = open.get()) {
      bounds = source.resolve(new Known(Map.of(), List.of())).partitions();
    }
    List<String> all = new ArrayList<>();
    for (PartitionBounds one : bounds) {
      List<Position> stops = new ArrayList<>(List.of(one.start()));
      List<Read> reads = read(one, one.start(), List.of(), stops);
      reads.forEach(read -> all.add(read.content()));
      for (int i = 0; i < times; i++) {
        resumed(one, reads, stops);
      }
    }
    return all;
  }

  private void resumed(PartitionBounds bounds, List<Read> reads, List<Position> stops)
      throws Exception {
    Position from = stops.get(random.nextInt(stops.size()));
    List<Position> later = new ArrayList<>();
    TreeSet<Position> cuts;
    try (Source source = open.get()) {
      var order = source.order();
      cuts = new TreeSet<>((a, b) -> order.compare(a, b));
      for (int i = 0; i < 3; i++) {
        Position cut = stops.get(random.nextInt(stops.size()));
        if (order.compare(cut, from) > 0 && order.compare(cut, bounds.end().get()) < 0) {
          cuts.add(cut);
        }
      }
      List<Read> again = read(bounds, from, List.copyOf(cuts), later);
      List<String> expected =
          reads.stream()
              .filter(read -> order.compare(read.before(), from) >= 0)
              .map(Read::content)
              .toList();
      assertThat(again.stream().map(Read::content)).containsExactlyElementsOf(expected);
    }
    assertThat(later).containsAll(cuts);
  }

  private List<Read> read(
      PartitionBounds bounds, Position from, List<Position> cuts, List<Position> stops)
      throws Exception {
    List<Read> reads = new ArrayList<>();
    Position at = from;
    try (Source source = open.get()) {
      source.assign(
          List.of(new Assignment(bounds.partition(), from, bounds.end(), Vector.ofAll(cuts))),
          schema);
      while (true) {
        ReadLimits limits =
            new ReadLimits(1 + random.nextInt(6), 1 + random.nextInt(400), Duration.ZERO);
        Optional<SourceBatch> next = source.read(limits);
        if (next.isEmpty()) {
          break;
        }
        SourceBatch batch = next.get();
        assertThat(batch.from()).isEqualTo(at);
        assertThat(batch.records()).isLessThanOrEqualTo(limits.records());
        for (Position cut : cuts) {
          boolean inside =
              source.order().compare(batch.from(), cut) < 0
                  && source.order().compare(cut, batch.to()) < 0;
          assertThat(inside).isFalse();
        }
        collect(batch, reads, stops);
        at = batch.to();
      }
      assertThat(source.order().compare(at, bounds.end().get())).isZero();
    }
    return reads;
  }

  private static void collect(SourceBatch batch, List<Read> reads, List<Position> stops) {
    String[] contents = new String[batch.records()];
    for (int i = 0; i < batch.rows().size(); i++) {
      contents[batch.rows().origin(i)] = Arrays.deepToString(batch.rows().row(i));
    }
    batch
        .bad()
        .forEach(bad -> contents[bad.origin()] = bad.place() + " " + bad.reason().split(":")[0]);
    assertThat(contents).doesNotContainNull();
    assertThat(batch.before().apply(0)).isEqualTo(batch.from());
    if (batch.records() > 0) {
      assertThat(batch.before().apply(batch.records())).isEqualTo(batch.to());
    }
    for (int i = 0; i < contents.length; i++) {
      reads.add(new Read(batch.before().apply(i), contents[i]));
      stops.add(batch.before().apply(i));
    }
    stops.add(batch.to());
  }
}
