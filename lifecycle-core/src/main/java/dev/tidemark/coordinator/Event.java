package dev.tidemark.coordinator;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import java.time.Instant;

/** What has happened: an effect's answer, or something from outside. */
public sealed interface Event {

  /** An effect couldn't be carried out. */
  record EffectFailed(Effect effect, Trouble trouble) implements Event {}

  record Inspected(String sink, Standing standing) implements Event {}

  record EpochRaised(long epoch) implements Event {}

  record Claimed(String sink, Standing standing) implements Event {}

  record Resolved(String source, Seq<PartitionBounds> partitions) implements Event {}

  /**
   * Rows can be made.
   *
   * @param resolved all that a resume must know, as text
   */
  record Compiled(String resolved) implements Event {}

  record Prepared(String sink) implements Event {}

  record Saved(long number) implements Event {}

  record Opened(String sink) implements Event {}

  /** Partitions are given to a source to read; there may be several such effects under way. */
  record Assigned(Effect.Assign assign) implements Event {}

  /**
   * Records were read.
   *
   * @param batch its number; each is used once in a process
   * @param before the position of the record at an index; pure
   */
  record BatchRead(
      long batch,
      Partition partition,
      Position from,
      Position to,
      int records,
      long bytes,
      Instant eventTime,
      Cuts before)
      implements Event {}

  /** Nothing has come from a source for now. */
  record NothingRead(String source) implements Event {}

  /**
   * A batch's rows are made.
   *
   * @param rows for each writer that was asked for
   * @param letters bad records that must be kept
   * @param dropped bad records left out by policy
   */
  record Transformed(long batch, Map<Writer, Rows> rows, int letters, int dropped)
      implements Event {}

  /**
   * A batch's bad records are kept.
   *
   * @param inserted how many more of the run are kept than at the last answer
   */
  record LettersKept(long batch, int inserted) implements Event {}

  /**
   * The store has what a sink took for the run.
   *
   * @param letters how many the store has of the run by now
   */
  record LettersRecalled(String sink, long letters) implements Event {}

  /**
   * The store has what a write set aside.
   *
   * @param inserted how many more of the run it has than at the last answer
   */
  record LettersCopied(Effect.Write write, int inserted) implements Event {}

  /**
   * A write took effect.
   *
   * @param letters how many dead letters were inserted with it
   */
  record Written(Writer writer, long number, int letters) implements Event {}

  /** A write is prepared but not visible. */
  record Staged(Writer writer, long number, Plan plan) implements Event {}

  record PlanSaved(Plan plan) implements Event {}

  record Published(Plan plan) implements Event {}

  record LookedUp(Writer writer, Standing standing) implements Event {}

  record Acknowledged(String source) implements Event {}

  record Finished(String sink) implements Event {}

  record Woken(String token) implements Event {}

  /** Somebody wants it to stop in good order (Delivery 26). */
  record DrainRequested(String reason) implements Event {}

  /** The lease has passed on, or couldn't be renewed in time. */
  record OwnershipLost(String reason) implements Event {}

  /** Gives the position of the record at an index of a batch, from 0 to its size. Pure. */
  @FunctionalInterface
  interface Cuts {
    Position before(int record);
  }

  /** The rows made for one writer. Pure. */
  interface Rows {
    /** How many there are. */
    int size();

    /** The index of the record that a row came from; never falling. */
    int origin(int row);
  }
}
