package dev.tidemark.contract;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A small input of {@link #RECORDS} records, delivered {@link #STEP} at a time with one dead letter
 * each, as the engine would: from where the sink stands to the end.
 */
public final class SampleLoad {

  public static final int RECORDS = 12;
  public static final int STEP = 3;
  public static final Partition PARTITION = new Partition("numbers", "all");
  public static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

  public static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", DataType.Simple.INT64, false),
              new Column("name", DataType.Simple.TEXT, true)));

  private SampleLoad() {}

  /** Claims, opens, writes what is missing and finishes; answers the dead letters inserted. */
  public static int run(Sink.Transactional sink, Owner owner)
      throws ConnectorException, InterruptedException {
    Standing standing = sink.claim(owner);
    sink.prepare(COLUMNS);
    long generation = Math.max(1, standing.generation());
    sink.open(opening(owner, generation));
    int letters = 0;
    Standing opened = sink.lookUp();
    int from = Integer.parseInt(opened.rows().get(0).position().text());
    for (int at = from; at < RECORDS; at += STEP) {
      letters += sink.write(delivery(owner, generation, at, at + STEP));
    }
    sink.finish(owner);
    return letters;
  }

  /** An opening at position 0. */
  public static Opening opening(Owner owner, long generation) {
    PositionRow start = new PositionRow(PARTITION, 0, new Position("0"), "", 0, 0, TIME);
    return new Opening(owner, generation, generation, "resolved", Vector.of(start));
  }

  /** The records from one position to another, with a dead letter for the first of them. */
  public static Delivery delivery(Owner owner, long generation, int from, int to) {
    RowBatch rows =
        new RowBatch(
            COLUMNS,
            IntStream.range(from, to).mapToObj(SampleLoad::row).toArray(Object[][]::new),
            IntStream.range(0, to - from).toArray(),
            to - from);
    return new Delivery(
        owner,
        generation,
        List.of(move(from, to)),
        List.of(rows),
        List.of(letter(generation, from)));
  }

  /** A step of the position, without rows. */
  public static Delivery coverage(Owner owner, long generation, int from, int to) {
    return new Delivery(owner, generation, List.of(move(from, to)), List.of(), List.of());
  }

  private static Move move(int from, int to) {
    String key = "key-" + from + "-" + to;
    return new Move(
        PARTITION,
        0,
        new Position(String.valueOf(from)),
        new Position(String.valueOf(to)),
        key,
        to - from,
        to - from,
        TIME);
  }

  /** The record at a position, as a row. */
  public static Object[] row(int at) {
    return new Object[] {(long) at, "name " + at};
  }

  /** All records before a position, as rows. */
  public static List<List<Object>> rows(int before) {
    return IntStream.range(0, before).mapToObj(at -> List.of(row(at))).toList();
  }

  private static DeadLetter letter(long generation, int at) {
    return new DeadLetter(
        "flow-1",
        "sink",
        generation,
        PARTITION,
        new Position(String.valueOf(at)),
        0,
        "numbers:" + at,
        "bad",
        1,
        "payload".getBytes(StandardCharsets.UTF_8),
        TIME);
  }
}
