package dev.tidemark.connector;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one external system. Opened without touching it: the first call does. Not thread-safe: the
 * shell confines it to one thread at a time, except {@link #order()} and {@link #describe}, which
 * are pure.
 */
public interface Source extends AutoCloseable {

  /** How this source's positions are ordered. */
  PositionOrder order();

  /** Where a person finds the record at a position: {@code orders.jsonl, record 17}. Pure. */
  default String describe(Partition partition, Position position) {
    return partition.text() + "@" + position.text();
  }

  /**
   * Which partitions there are, where each begins and, in a job, where it ends. Called before the
   * first read, and again by a stream, now and then, for partitions that have appeared.
   *
   * @throws ConnectorException.Terminal when a partition of the run being resumed is gone or has
   *     been replaced
   */
  Resolution resolve(Known known) throws ConnectorException, InterruptedException;

  /**
   * The columns of every record, by declaration or from a sample of the resolved partitions; called
   * once in a generation, after the first {@link #resolve}, and only when no earlier answer is kept
   * (Delivery 28).
   */
  Schema schema() throws ConnectorException, InterruptedException;

  /**
   * What to read, and as which columns. May come again, when partitions have appeared: only the new
   * ones are listed then. Where it throws, nothing has been assigned.
   */
  void assign(List<Assignment> assignments, Schema schema)
      throws ConnectorException, InterruptedException;

  /**
   * The next records of any one assigned partition. Waits at most {@code limits.linger()} for the
   * first; never crosses a cut or an end.
   *
   * @return empty when nothing has come; at the end of every bounded partition, at once
   */
  Optional<SourceBatch> read(ReadLimits limits) throws ConnectorException, InterruptedException;

  /**
   * Reads a record again that this source couldn't read, from what its {@link BadRecord} has kept.
   *
   * @param schema the columns of the rows that are wanted
   * @return its rows: usually one, none where it holds no record
   * @throws ConnectorException.Refused when it still can't be read, with the reason
   * @throws ConnectorException.Terminal when what was kept isn't enough, or this source can't
   */
  default RowBatch decode(DeadLetter letter, Schema schema)
      throws ConnectorException, InterruptedException {
    throw new ConnectorException.Terminal(
        "this source can't read a record again from what was kept of it; mend the source, and load"
            + " again with --restart",
        null);
  }

  /** Lets the system forget what is before these positions: it is durable in every sink. */
  default void acknowledge(Map<Partition, Position> positions) throws ConnectorException {}

  @Override
  void close();
}
