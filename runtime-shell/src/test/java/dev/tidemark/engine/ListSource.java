package dev.tidemark.engine;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lists, one partition after another by turns; a position is an index. */
final class ListSource implements Source {
  private final Input input;
  private final String stage;
  private final Map<Partition, Assignment> assigned = new LinkedHashMap<>();
  private final Map<Partition, Integer> next = new LinkedHashMap<>();

  ListSource(Input input, String stage) {
    this.input = input;
    this.stage = stage;
  }

  static Position at(long index) {
    return new Position(Long.toString(index));
  }

  @Override
  public PositionOrder order() {
    return (left, right) ->
        Integer.compare(Integer.parseInt(left.text()), Integer.parseInt(right.text()));
  }

  @Override
  public Resolution resolve(Known known) {
    List<PartitionBounds> all = new ArrayList<>(known.bounds());
    if (!input.bounded || known.bounds().isEmpty()) {
      synchronized (input) {
        input.partitions.forEach(
            (name, rows) -> {
              Partition partition = new Partition(stage, name);
              if (all.stream().noneMatch(each -> each.partition().equals(partition))) {
                all.add(
                    new PartitionBounds(
                        partition, at(0), Option.when(input.bounded, () -> at(rows.size()))));
              }
            });
      }
    }
    return new Resolution(all);
  }

  @Override
  public Schema schema() {
    input.sampled.incrementAndGet();
    return input.schema;
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema) {
    for (Assignment each : assignments) {
      assigned.put(each.partition(), each);
      next.put(each.partition(), Integer.parseInt(each.from().text()));
      input.starts.add(Long.parseLong(each.from().text()));
    }
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    input.everyRead.run();
    Input.Hook hook = input.reads.poll();
    if (hook != null) {
      hook.run();
    }
    synchronized (input) {
      Optional<SourceBatch> batch = take(limits);
      if (batch.isEmpty() && !input.bounded) {
        input.wait(Math.max(1, limits.linger().toMillis()));
        batch = take(limits);
      }
      batch.ifPresent(each -> input.handedOut.addAndGet(each.records()));
      return batch;
    }
  }

  private Optional<SourceBatch> take(ReadLimits limits) {
    for (Partition partition : List.copyOf(assigned.keySet())) {
      int from = next.getOrDefault(partition, 0);
      int to = Math.min(from + Math.min(input.most, limits.records()), end(partition));
      for (Position cut : assignment(partition).cuts()) {
        int at = Integer.parseInt(cut.text());
        to = at > from ? Math.min(to, at) : to;
      }
      if (to > from) {
        next.put(partition, to);
        assigned.put(partition, assigned.remove(partition));
        return Optional.of(batch(partition, from, to));
      }
    }
    return Optional.empty();
  }

  private Assignment assignment(Partition partition) {
    return Optional.ofNullable(assigned.get(partition)).orElseThrow();
  }

  private int end(Partition partition) {
    return assignment(partition)
        .end()
        .map(end -> Integer.parseInt(end.text()))
        .getOrElse(() -> rows(partition).size());
  }

  private List<@Nullable Object[]> rows(Partition partition) {
    return input.partitions.getOrDefault(partition.name(), List.of());
  }

  private SourceBatch batch(Partition partition, int from, int to) {
    RowBatchBuilder rows = new RowBatchBuilder(input.schema, to - from);
    List<BadRecord> bad = new ArrayList<>();
    for (int i = from; i < to; i++) {
      @Nullable Object[] row = rows(partition).get(i);
      if (input.unreadable.test(row)) {
        byte[] payload = ("raw " + Rows.id(row)).getBytes(StandardCharsets.UTF_8);
        bad.add(new BadRecord(i - from, "can't be read", "list:" + i, payload));
      } else {
        rows.add(row, i - from);
      }
    }
    return new SourceBatch(
        partition,
        at(from),
        at(to),
        to - from,
        rows.build(),
        record -> at(from + record),
        bad,
        (to - from) * 10L,
        Optional.ofNullable(input.times.get(from)));
  }

  @Override
  public void acknowledge(Map<Partition, Position> positions) {
    synchronized (input) {
      input.acknowledged.add(Map.copyOf(positions));
    }
  }

  @Override
  public void close() {}
}
