package dev.tidemark.simulation;

import dev.tidemark.checkpoint.DeadLetter;
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
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the world's records as one process does; what it holds is lost with the process. */
final class SimulatedSource implements Source {

  static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("p", DataType.Simple.TEXT, false),
              new Column("n", DataType.Simple.INT64, false),
              new Column("o", DataType.Simple.INT64, false),
              new Column("k", DataType.Simple.INT64, false)));

  private final World world;
  private final String name;
  private final boolean streaming;
  private final SimulatedTypes types;
  private final Map<Partition, Assignment> assigned = new LinkedHashMap<>();
  private final Map<Partition, Integer> cursors = new LinkedHashMap<>();

  SimulatedSource(World world, String name, SimulatedTypes types) {
    this.world = world;
    this.types = types;
    this.name = name;
    this.streaming = world.scenario.streaming;
  }

  @Override
  public PositionOrder order() {
    return Positions.ORDER;
  }

  @Override
  public Resolution resolve(Known known) throws ConnectorException {
    return world.faults.connector(() -> resolved(known));
  }

  /** What has grown or appeared since the run began is for the next one; a stream takes it. */
  private Resolution resolved(Known known) {
    List<PartitionBounds> bounds = new ArrayList<>(known.bounds());
    if (bounds.isEmpty() || streaming) {
      for (Partition partition : world.lengths.keySet()) {
        boolean there = bounds.stream().anyMatch(each -> each.partition().equals(partition));
        if (partition.source().equals(name) && !there) {
          bounds.add(new PartitionBounds(partition, Positions.of(0), end(partition)));
        }
      }
    }
    return new Resolution(bounds);
  }

  private Option<Position> end(Partition partition) {
    return streaming ? Option.none() : Option.some(Positions.of(world.length(partition)));
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema) throws ConnectorException {
    boolean unused =
        world.faults.read(
            () -> {
              for (Assignment each : assignments) {
                assigned.put(each.partition(), each);
                cursors.put(each.partition(), Positions.number(each.from()));
              }
              return true;
            });
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits) throws ConnectorException {
    return world.faults.read(() -> next(limits));
  }

  private Optional<SourceBatch> next(ReadLimits limits) {
    List<Partition> due =
        assigned.keySet().stream().filter(each -> end(each, true) > at(each)).toList();
    if (due.isEmpty()) {
      world.now = world.now.plus(limits.linger());
      return Optional.empty();
    }
    Partition partition = due.get(world.chance.below(due.size()));
    int from = at(partition);
    int most = Math.min(end(partition, false) - from, limits.records());
    // Cut by linger: fewer than there might be.
    int to = from + most - world.chance.below(most);
    cursors.put(partition, to);
    return Optional.of(batch(partition, from, to));
  }

  private int at(Partition partition) {
    Integer cursor = cursors.get(partition);
    return cursor == null ? 0 : cursor;
  }

  /** How far may be read: to the end, and, in one batch, not across a cut. */
  private int end(Partition partition, boolean acrossCuts) {
    Assignment assignment = world.required(assigned.get(partition));
    int end = assignment.end().map(Positions::number).getOrElse(() -> world.length(partition));
    if (acrossCuts) {
      return end;
    }
    for (Position cut : assignment.cuts()) {
      if (Positions.number(cut) > at(partition)) {
        end = Math.min(end, Positions.number(cut));
      }
    }
    return end;
  }

  private SourceBatch batch(Partition partition, int from, int to) {
    RowBatchBuilder rows = new RowBatchBuilder(SCHEMA, to - from);
    List<BadRecord> bad = new ArrayList<>();
    for (int record = from; record < to; record++) {
      if (types.rules().unreadable(partition, record)) {
        bad.add(new BadRecord(record - from, "unreadable", "", new byte[0]));
      } else {
        rows.add(world.row(new Item(partition.text(), record, 0)), record - from);
      }
    }
    RowBatch batch = rows.build();
    return new SourceBatch(
        partition,
        Positions.of(from),
        Positions.of(to),
        to - from,
        batch,
        index -> Positions.of(from + index),
        bad,
        (to - from) * 10L,
        Optional.of(Instant.EPOCH.plusSeconds(to)));
  }

  @Override
  public RowBatch decode(DeadLetter letter, Schema schema) throws ConnectorException {
    Partition partition = letter.partition();
    int record = Positions.number(letter.position());
    return world.faults.read(
        () -> {
          if (types.rules().unreadable(partition, record)) {
            throw new ConnectorException.Refused("still unreadable", null);
          }
          RowBatchBuilder row = new RowBatchBuilder(schema, 1);
          row.add(world.row(new Item(partition.text(), record, 0)), 0);
          return row.build();
        });
  }

  @Override
  public void acknowledge(Map<Partition, Position> positions) throws ConnectorException {
    boolean unused =
        world.faults.connector(
            () -> {
              world.acknowledged(types.process(), positions);
              return true;
            });
  }

  @Override
  public void close() {}
}
