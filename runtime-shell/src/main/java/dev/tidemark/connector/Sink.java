package dev.tidemark.connector;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Optional;

/**
 * Writes to one external system. What it can promise is its type, and the engine uses the strongest
 * that it offers. Opened without touching the system: the first call does. Not thread-safe: the
 * shell confines it to one thread at a time, but for the lanes of {@link
 * Transactional#laneColumns}.
 */
public sealed interface Sink extends AutoCloseable {

  /**
   * Makes ready to take rows of these columns: creates the target, or compares it with what exists.
   * Once, before the first write.
   *
   * @throws ConnectorException.Terminal with the list of what doesn't fit; nothing was changed
   */
  void prepare(Schema schema) throws ConnectorException, InterruptedException;

  @Override
  void close();

  private static ConnectorException.Terminal cannotReplay() {
    return new ConnectorException.Terminal(
        "this sink can't take dead letters back; mend the cause, and load again with --restart",
        null);
  }

  /** Keeps the position with the data and moves both at once: exactly once. */
  non-sealed interface Transactional extends Sink {

    /** What the sink remembers of this pipeline and stage. Changes nothing, creates nothing. */
    Standing inspect() throws ConnectorException, InterruptedException;

    /**
     * Makes {@code owner} the only one that may write, in one transaction, and answers where the
     * sink stands after it (Delivery 16). Waits only so long for a lock, and names who holds it.
     *
     * @throws ConnectorException.Fenced when the sink knows an epoch as great, with another id
     */
    Standing claim(Owner owner) throws ConnectorException, InterruptedException;

    /**
     * Writes down, in one transaction, what the run has decided, before the first read. Called
     * after {@link #prepare}, or without it for an opening that neither has rows nor begins a load.
     *
     * @throws ConnectorException.Fenced when another owner has claimed the sink
     */
    void open(Opening opening) throws ConnectorException, InterruptedException;

    /**
     * Writes rows, dead letters and positions in one transaction, whose first statements are the
     * compare-and-sets (Delivery 9).
     *
     * @return how many dead letters were inserted that had not been before
     * @throws ConnectorException.Fenced when a position is not where the delivery says, or the
     *     owner has changed; nothing was written
     * @throws ConnectorException.Refused when the data is refused; nothing was written
     * @throws ConnectorException.OutcomeUnknown when the answer to the commit was lost
     */
    int write(Delivery delivery) throws ConnectorException, InterruptedException;

    /**
     * Where the sink stands now, after any transaction of this owner that may still be under way
     * has ended (Delivery 10).
     */
    Standing lookUp() throws ConnectorException, InterruptedException;

    /** The dead letters that the sink has taken for a run, in any order (Delivery 24). */
    List<DeadLetter> deadLetters(String runId) throws ConnectorException, InterruptedException;

    /**
     * By which columns rows are spread when several lanes write at once ({@code threads} of the
     * stage): rows with equal values stay in order. An empty list spreads them by source record.
     * With an answer, {@link #write} and {@link #lookUp} are called at the same time for different
     * lanes, whose positions are rows of their own; without one there is one lane.
     */
    default Optional<List<String>> laneColumns() {
      return Optional.empty();
    }

    /**
     * Makes the generation visible and complete, where the sink replaces its target: a file's
     * rename, a table's swap. One that adds to its target shows what it still holds back: the last
     * of several files. Harmless when it was done before; others do nothing.
     */
    void finish(Owner owner) throws ConnectorException, InterruptedException;

    /**
     * Writes records that were set aside, in one transaction with their ids, so that a replay that
     * comes twice has one effect (Delivery 25). Called after {@link #claim} and {@link #prepare},
     * between runs. A sink that replaces its target forgets the ids with the load.
     *
     * @throws ConnectorException.Fenced when the owner or the generation has changed; nothing was
     *     written
     * @throws ConnectorException.Refused when the data is refused; nothing was written
     * @throws ConnectorException.OutcomeUnknown when the answer to the commit was lost
     * @throws ConnectorException.Terminal when the sink can't do that at all
     */
    default Replayed replay(Replay replay) throws ConnectorException, InterruptedException {
      throw cannotReplay();
    }
  }

  /** Writes under a name, so that twice has one effect: exactly once, by a stored plan. */
  non-sealed interface Planned extends Sink {

    /** Writes the rows where nobody sees them, durably, and says how to publish them. */
    Plan stage(Delivery delivery) throws ConnectorException, InterruptedException;

    /** Makes a plan's rows visible. Harmless when it was done before. */
    void publish(Plan plan) throws ConnectorException, InterruptedException;

    /**
     * Publishes records that were set aside under names that their ids give, so that twice has one
     * effect (Delivery 25). Called after {@link #prepare}, between runs.
     *
     * @throws ConnectorException.Refused when the data is refused; nothing was published
     * @throws ConnectorException.Terminal when the sink can't do that at all
     */
    default Replayed replay(Replay replay) throws ConnectorException, InterruptedException {
      throw cannotReplay();
    }
  }

  /** Just writes: after a crash, what was not yet checkpointed comes again. */
  non-sealed interface AtLeastOnce extends Sink {

    /** Returns once the rows are handed over. */
    void write(RowBatch rows) throws ConnectorException, InterruptedException;
  }
}
