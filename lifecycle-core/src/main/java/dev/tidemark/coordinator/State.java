package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * All that a runner knows. Immutable; made and changed by {@link Coordinator} alone.
 *
 * @param awaiting whose answers the phase still waits for
 * @param resuming whether a stopped run goes on, rather than a new one beginning
 * @param batches what has been read and is still needed, by number
 * @param troubles effects that failed and are to be tried again, by what they are for
 * @param draining why it is asked to stop; none while it isn't
 * @param outcome how it will end, once that is known
 * @param letters records set aside by this run
 * @param dropped records left out by policy in this process
 */
public record State(
    Phase phase,
    Owner owner,
    Beginning beginning,
    Runtime runtime,
    boolean resuming,
    Set<String> awaiting,
    Map<String, SinkState> sinks,
    Map<Writer, WriterState> writers,
    Map<String, SourceState> sources,
    Map<Long, BatchState> batches,
    Books books,
    Map<String, Attempt> troubles,
    Option<String> draining,
    Option<Outcome> outcome,
    long letters,
    long dropped) {

  /**
   * A sink.
   *
   * @param standing what it answered when it was claimed
   * @param generation the load that it is in
   * @param lanes how many write to it; 0 until that is decided
   * @param finished whether that load is complete
   * @param rows the standing's, by lane and partition
   */
  public record SinkState(
      Standing standing,
      long generation,
      int lanes,
      boolean finished,
      Map<Integer, Map<Partition, PositionRow>> rows) {

    static SinkState of(Standing standing) {
      Map<Integer, Map<Partition, PositionRow>> rows =
          TreeMap.ofEntries(
              standing
                  .rows()
                  .groupBy(PositionRow::lane)
                  .map(
                      lane ->
                          Map.entry(
                              lane._1,
                              TreeMap.ofEntries(
                                  lane._2.map(row -> Map.entry(row.partition(), row))))));
      return new SinkState(standing, 0, 0, false, rows);
    }

    SinkState with(long newGeneration, int newLanes, boolean nowFinished) {
      return new SinkState(standing, newGeneration, newLanes, nowFinished, rows);
    }

    Map<Partition, PositionRow> lane(int lane) {
      return rows.get(lane).getOrElse(TreeMap.empty());
    }

    /** The rows of all lanes of a partition. */
    Seq<PositionRow> of(Partition partition) {
      return rows.values().flatMap(lane -> lane.get(partition)).toVector();
    }
  }

  /**
   * Where a writer stands in a partition.
   *
   * @param position confirmed
   * @param queuedTo what has been read for it
   * @param records rows written in this generation
   * @param read records of the source before the position
   * @param eventTime the latest event time of what is covered
   */
  public record Place(
      Position position, Position queuedTo, long records, long read, Instant eventTime) {

    /** Where nothing has been read yet. */
    static Place at(Position start) {
      return new Place(start, start, 0, 0, Instant.EPOCH);
    }

    static Place of(PositionRow row) {
      return new Place(row.position(), row.position(), row.records(), row.read(), row.eventTime());
    }

    Place queued(Position to) {
      return new Place(position, to, records, read, eventTime);
    }

    Place moved(Move move) {
      return new Place(
          move.to(), queuedTo, records + move.records(), read + move.read(), move.eventTime());
    }
  }

  /**
   * A lane of a sink.
   *
   * @param queue read, not yet being written, in order
   * @param write under way
   * @param coverDue whether coverage alone is worth a write
   * @param writes how many were begun
   */
  public record WriterState(
      Map<Partition, Place> places,
      Queue<Segment> queue,
      Option<Effect.Write> write,
      boolean coverDue,
      long writes) {

    static WriterState at(Map<Partition, Place> places) {
      return new WriterState(places, Queue.empty(), Option.none(), false, 0);
    }

    WriterState withPlaces(Map<Partition, Place> newPlaces) {
      return new WriterState(newPlaces, queue, write, coverDue, writes);
    }

    WriterState withQueue(Queue<Segment> newQueue) {
      return new WriterState(places, newQueue, write, coverDue, writes);
    }

    WriterState begin(Effect.Write begun, Queue<Segment> rest) {
      return new WriterState(places, rest, Option.some(begun), false, writes + 1);
    }

    WriterState end() {
      return new WriterState(places, queue, Option.none(), coverDue, writes);
    }

    WriterState due() {
      return new WriterState(places, queue, write, true, writes);
    }
  }

  /**
   * A source.
   *
   * @param assigned whether it may be read
   * @param reading whether a read is under way
   * @param resolving whether it is asked for new partitions
   * @param order batches that were read and not yet handed to the writers, in order
   * @param load what is under way
   * @param open assigned partitions that are not read to their end
   * @param behind partitions of which something is read and not acknowledged
   */
  public record SourceState(
      Map<Partition, PartitionState> partitions,
      boolean assigned,
      boolean reading,
      boolean resolving,
      Queue<Long> order,
      Load load,
      Set<Partition> open,
      Set<Partition> behind) {

    SourceState withPartitions(Map<Partition, PartitionState> newPartitions) {
      return new SourceState(
          newPartitions, assigned, reading, resolving, order, load, open, behind);
    }

    SourceState withReading(boolean nowReading) {
      return new SourceState(
          partitions, assigned, nowReading, resolving, order, load, open, behind);
    }

    SourceState withAssigned(boolean nowAssigned) {
      return new SourceState(
          partitions, nowAssigned, reading, resolving, order, load, open, behind);
    }

    SourceState withResolving(boolean nowResolving) {
      return new SourceState(
          partitions, assigned, reading, nowResolving, order, load, open, behind);
    }

    SourceState withOrder(Queue<Long> newOrder) {
      return new SourceState(
          partitions, assigned, reading, resolving, newOrder, load, open, behind);
    }

    SourceState withLoad(Load newLoad) {
      return new SourceState(
          partitions, assigned, reading, resolving, order, newLoad, open, behind);
    }

    SourceState withOpen(Set<Partition> nowOpen) {
      return new SourceState(
          partitions, assigned, reading, resolving, order, load, nowOpen, behind);
    }

    SourceState withBehind(Set<Partition> nowBehind) {
      return new SourceState(
          partitions, assigned, reading, resolving, order, load, open, nowBehind);
    }
  }

  /** Batches that are read and not yet let go of, and what they hold. */
  public record Load(int batches, long records, long bytes) {
    static final Load NONE = new Load(0, 0, 0);

    Load plus(Event.BatchRead read) {
      return new Load(batches + 1, records + read.records(), bytes + read.bytes());
    }

    Load minus(Event.BatchRead read) {
      return new Load(batches - 1, records - read.records(), bytes - read.bytes());
    }
  }

  /**
   * A partition.
   *
   * @param read how far it has been read
   * @param acknowledged how far every writer has confirmed, as recorded
   * @param counted how many records lie before that
   * @param assigned whether the source was told to read it
   */
  public record PartitionState(
      PartitionBounds bounds,
      Position read,
      Position acknowledged,
      long counted,
      boolean assigned) {

    PartitionState readTo(Position to) {
      return new PartitionState(bounds, to, acknowledged, counted, assigned);
    }

    PartitionState acknowledgedTo(Place place) {
      return new PartitionState(bounds, read, place.position(), place.read(), assigned);
    }

    PartitionState assignedFrom(Place place) {
      return new PartitionState(bounds, place.position(), place.position(), place.read(), true);
    }
  }

  /**
   * What has been read and is still needed.
   *
   * @param writers those that need it
   * @param rows what was made for each; none before
   * @param ready whether its bad records are kept, so that it may be written
   * @param holders writers that have yet to write rows of it
   * @param copying dead letters of it that are being copied to the store
   * @param failure why no rows can be made of it; none while they can
   */
  public record BatchState(
      Event.BatchRead read,
      Set<Writer> writers,
      Option<Map<Writer, Event.Rows>> rows,
      boolean ready,
      Set<Writer> holders,
      int copying,
      Option<Trouble> failure) {

    static BatchState of(Event.BatchRead read, Set<Writer> writers) {
      return new BatchState(read, writers, Option.none(), false, TreeSet.empty(), 0, Option.none());
    }

    BatchState made(Map<Writer, Event.Rows> newRows, boolean nowReady) {
      return new BatchState(
          read, writers, Option.some(newRows), nowReady, holders, copying, failure);
    }

    BatchState heldBy(Set<Writer> newHolders) {
      return new BatchState(read, writers, rows, true, newHolders, copying, failure);
    }

    BatchState copying(int more) {
      return new BatchState(read, writers, rows, ready, holders, copying + more, failure);
    }

    BatchState failed(Trouble reason) {
      return new BatchState(read, writers, rows, ready, holders, copying, Option.some(reason));
    }
  }

  /**
   * What is to be saved.
   *
   * @param number of the last entry
   * @param saving the entry under way
   * @param positions changed since
   * @param notes to be appended
   * @param dirty whether anything has changed since
   * @param resolved what the run has decided, as the shell wrote it
   * @param advanced how far partitions are recorded as confirmed by all, and not yet acknowledged
   */
  public record Books(
      long number,
      Option<Entry> saving,
      Map<String, BookPosition> positions,
      Seq<Note> notes,
      boolean dirty,
      String resolved,
      Map<Partition, Position> advanced) {

    Books withAdvanced(Map<Partition, Position> newAdvanced) {
      return new Books(number, saving, positions, notes, dirty, resolved, newAdvanced);
    }

    Books withResolved(String text) {
      return new Books(number, saving, positions, notes, dirty, text, advanced);
    }

    Books changed(Map<String, BookPosition> newPositions, Seq<Note> newNotes) {
      return new Books(number, saving, newPositions, newNotes, true, resolved, advanced);
    }

    Books touched() {
      return new Books(number, saving, positions, notes, true, resolved, advanced);
    }

    Books begin(Entry entry) {
      return new Books(
          entry.number(),
          Option.some(entry),
          TreeMap.empty(),
          io.vavr.collection.Vector.empty(),
          false,
          resolved,
          advanced);
    }

    /** Takes back what is being saved, so that the next entry holds it too. */
    Books abandon() {
      Map<String, BookPosition> unsaved = positions;
      for (BookPosition position : saving.toVector().flatMap(Entry::positions)) {
        String key = key(position);
        unsaved = unsaved.containsKey(key) ? unsaved : unsaved.put(key, position);
      }
      return new Books(number, Option.none(), unsaved, notes, dirty, resolved, advanced);
    }

    static String key(BookPosition position) {
      return key(position.writer(), position.partition());
    }

    static String key(Writer writer, Partition partition) {
      return writer.sink() + "/" + writer.lane() + "/" + partition.text();
    }

    Books end() {
      return new Books(number, Option.none(), positions, notes, dirty, resolved, advanced);
    }
  }

  /**
   * An effect that failed.
   *
   * @param effect to be tried again
   * @param since when it first failed
   * @param count how often
   * @param reason the last one
   */
  public record Attempt(Effect effect, Instant since, long count, String reason) {}

  /** The run that is under way; empty before one is entered. */
  public String runId() {
    return phase.early() ? "" : RunIds.of(runtime);
  }

  /** What is being tried again, if anything: what for, and how often it has failed. */
  public Option<String> trouble() {
    return troubles.headOption().map(each -> each._1 + failed(each._2.count()) + each._2.reason());
  }

  private static String failed(long times) {
    return times == 1 ? " failed: " : " failed " + times + " times: ";
  }
}
