package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Reads one bounded partition from a position to its end, in batches of changing size, and checks
 * each batch as it comes.
 *
 * @param records what was read, each with the position before it
 * @param stops where batches ended
 */
public record ReadThrough(List<Item> records, List<Position> stops) {

  private static final int LARGEST_BATCH = 5;

  /** One record: its values by column, or what is wrong with it. */
  public record Item(Position before, String content) {}

  /** Where to read, as which columns, and in which batches. */
  public record Task(PartitionBounds bounds, Schema columns, Random random) {}

  /** The records' contents, in order. */
  public List<String> contents() {
    return records.stream().map(Item::content).toList();
  }

  /** Assigns the partition to a source that has none, and reads it to its end. */
  public static ReadThrough of(Source source, Task task, Position from, List<Position> cuts)
      throws ConnectorException, InterruptedException {
    PartitionBounds bounds = task.bounds();
    source.assign(
        List.of(new Assignment(bounds.partition(), from, bounds.end(), Vector.ofAll(cuts))),
        task.columns());
    ReadThrough read = new ReadThrough(new ArrayList<>(), new ArrayList<>());
    Position at = from;
    while (true) {
      int most = 1 + task.random().nextInt(LARGEST_BATCH);
      Optional<SourceBatch> next =
          source.read(new ReadLimits(most, Long.MAX_VALUE, Duration.ofSeconds(5)));
      if (next.isEmpty()) {
        break;
      }
      SourceBatch batch = next.get();
      assertThat(batch.partition()).isEqualTo(bounds.partition());
      assertThat(batch.from()).as("a batch begins where the last one ended").isEqualTo(at);
      assertThat(batch.records()).isLessThanOrEqualTo(most);
      assertThat(batch.rows().schema()).isEqualTo(task.columns());
      checkBounds(source.order(), batch, cuts, bounds.end().get());
      read.take(source.order(), batch);
      at = batch.to();
    }
    Position end = bounds.end().get();
    assertThat(source.order().covers(at, end)).as("%s reaches the end %s", at, end).isTrue();
    return read;
  }

  private static void checkBounds(
      PositionOrder order, SourceBatch batch, List<Position> cuts, Position end) {
    assertThat(order.compare(batch.from(), batch.to())).as("a batch goes forward").isNegative();
    assertThat(order.compare(batch.to(), end)).as("not past the end").isNotPositive();
    for (Position cut : cuts) {
      boolean across = order.compare(batch.from(), cut) < 0 && order.compare(cut, batch.to()) < 0;
      assertThat(across).as("%s to %s crosses %s", batch.from(), batch.to(), cut).isFalse();
    }
  }

  private void take(PositionOrder order, SourceBatch batch) {
    String[] contents = new String[batch.records()];
    for (int i = 0; i < batch.rows().size(); i++) {
      contents[batch.rows().origin(i)] = Arrays.deepToString(batch.rows().row(i));
    }
    for (BadRecord bad : batch.bad()) {
      assertThat(contents[bad.origin()]).as("a record is good or bad").isNull();
      contents[bad.origin()] = "bad: " + bad.reason();
    }
    assertThat(contents).as("no record is just gone").doesNotContainNull();
    assertThat(batch.before().apply(0)).isEqualTo(batch.from());
    for (int i = 0; i < contents.length; i++) {
      Position before = batch.before().apply(i);
      Position after = i + 1 == contents.length ? batch.to() : batch.before().apply(i + 1);
      assertThat(order.compare(before, after)).as("each record goes forward").isNegative();
      records.add(new Item(before, contents[i]));
    }
    if (contents.length > 0) {
      assertThat(batch.before().apply(contents.length)).isEqualTo(batch.to());
    }
    stops.add(batch.to());
  }

  /** The positions on the way, in order, without the first. */
  List<Position> positions() {
    List<Position> positions = new ArrayList<>();
    records.forEach(record -> positions.add(record.before()));
    if (!positions.isEmpty()) {
      positions.remove(0);
    }
    return Collections.unmodifiableList(positions);
  }
}
