package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How confirmed rows become files that others see. Methods that take a state answer the next one,
 * which counts once it is saved. Not thread-safe.
 */
interface Publication extends Closeable {

  /** Refuses a target that can never be written. */
  void requireWritable() throws ConnectorException;

  /** Whether a load replaces what the target held. */
  boolean replaces();

  /**
   * Whether the target holds no data.
   *
   * @param state null where nothing is remembered
   */
  boolean isEmpty(@Nullable Sidecar state) throws IOException;

  void prepare(Schema schema);

  /** Goes on with what an earlier owner has written, as far as it counts. */
  Sidecar takenOver(Sidecar state) throws IOException, ConnectorException;

  /** The claim is saved. */
  void claimed(Owner owner) throws IOException, ConnectorException;

  /** Refuses files that nobody remembers, before a first load. */
  void requireKnown() throws IOException, ConnectorException;

  /** Begins anew, for another generation. */
  Sidecar emptied(Sidecar state) throws IOException;

  /** What must be done before the next write; answers the state then saved. */
  Sidecar settled(Sidecar state) throws IOException, ConnectorException;

  /** Adds rows, durably. */
  Sidecar append(Sidecar state, List<RowBatch> batches) throws IOException, ConnectorException;

  /** A write is saved: it took effect, whatever happens here. */
  void confirmed(Owner owner);

  /** Adds rows of dead letters, durably, also to a load that is complete; {@link #show} follows. */
  Sidecar appendLate(Sidecar state, List<RowBatch> batches) throws IOException, ConnectorException;

  /** What was added late is saved: it appears, where the load has. Harmless when it did before. */
  void show(Owner owner) throws IOException, ConnectorException;

  /** The load is complete. */
  void finish(Owner owner) throws IOException, ConnectorException;
}
