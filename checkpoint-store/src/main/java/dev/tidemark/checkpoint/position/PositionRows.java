package dev.tidemark.checkpoint.position;

import static dev.tidemark.checkpoint.position.SinkTables.EPOCH;
import static dev.tidemark.checkpoint.position.SinkTables.EVENT_NANOS;
import static dev.tidemark.checkpoint.position.SinkTables.EVENT_SECONDS;
import static dev.tidemark.checkpoint.position.SinkTables.GENERATION;
import static dev.tidemark.checkpoint.position.SinkTables.LANE;
import static dev.tidemark.checkpoint.position.SinkTables.LANES;
import static dev.tidemark.checkpoint.position.SinkTables.LAST_KEY;
import static dev.tidemark.checkpoint.position.SinkTables.OWNER;
import static dev.tidemark.checkpoint.position.SinkTables.PARTITION;
import static dev.tidemark.checkpoint.position.SinkTables.PIPELINE;
import static dev.tidemark.checkpoint.position.SinkTables.POSITION;
import static dev.tidemark.checkpoint.position.SinkTables.READ;
import static dev.tidemark.checkpoint.position.SinkTables.RECORDS;
import static dev.tidemark.checkpoint.position.SinkTables.SINK;
import static dev.tidemark.checkpoint.position.SinkTables.SOURCE;
import static dev.tidemark.checkpoint.position.SinkTables.TARGET;

import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/** One sink's rows of the position table: the only place that knows their columns (Delivery 3). */
final class PositionRows {

  private static final Comparator<PositionRow> LOCK_ORDER =
      Comparator.comparing(PositionRow::partition).thenComparingInt(PositionRow::lane);

  private final SinkKey key;
  private final SinkTables tables;
  private final Table<Record> table;

  PositionRows(SinkKey key, SinkTables tables) {
    this.key = key;
    this.tables = tables;
    this.table = tables.positions();
  }

  /** The rows of a generation, sorted by partition and lane. */
  Vector<PositionRow> of(DSLContext sql, long generation, boolean locked) {
    var query =
        sql.selectFrom(table)
            .where(mine())
            .and(GENERATION.eq(generation))
            .orderBy(tables.inLockOrder(SOURCE), tables.inLockOrder(PARTITION), LANE);
    List<PositionRow> rows =
        locked ? query.forUpdate().fetch(PositionRows::row) : query.fetch(PositionRows::row);
    return Vector.ofAll(rows).sorted(LOCK_ORDER);
  }

  /**
   * Writes the new owner into every row, one by one in the order in which writes lock them, so that
   * a claim and a write under way never wait for each other.
   */
  void claim(DSLContext sql, Owner owner) {
    List<Long> generations =
        sql.selectDistinct(GENERATION).from(table).where(mine()).fetch(GENERATION);
    for (long generation : generations) {
      for (PositionRow row : of(sql, generation, false)) {
        sql.update(table)
            .set(EPOCH, owner.epoch())
            .set(OWNER, owner.id())
            .where(at(generation, row.partition(), row.lane()))
            .execute();
      }
    }
  }

  /** Drops the rows of older generations. */
  void forgetBefore(DSLContext sql, long generation) {
    sql.deleteFrom(table).where(mine()).and(GENERATION.lt(generation)).execute();
  }

  /**
   * Inserts the opening's rows, but for those that exist (Delivery 9). Where a partition has
   * another number of lanes, its rows are replaced (Delivery 12).
   */
  void insertMissing(DSLContext sql, Opening opening) {
    for (Partition partition : opening.rows().map(PositionRow::partition).distinct()) {
      sql.deleteFrom(table)
          .where(of(opening.generation(), partition))
          .and(LANES.ne(lanes(opening, partition)))
          .execute();
    }
    for (PositionRow row : opening.rows().sorted(LOCK_ORDER)) {
      sql.insertInto(table)
          .set(PIPELINE, key.pipeline())
          .set(GENERATION, opening.generation())
          .set(SINK, key.sink())
          .set(TARGET, key.target())
          .set(SOURCE, row.partition().source())
          .set(PARTITION, row.partition().name())
          .set(LANE, row.lane())
          .set(POSITION, row.position().text())
          .set(EPOCH, opening.owner().epoch())
          .set(OWNER, opening.owner().id())
          .set(LANES, lanes(opening, row.partition()))
          .set(LAST_KEY, row.key())
          .set(RECORDS, row.records())
          .set(READ, row.read())
          .set(EVENT_SECONDS, row.eventTime().getEpochSecond())
          .set(EVENT_NANOS, row.eventTime().getNano())
          .onConflictDoNothing()
          .execute();
    }
  }

  /** One compare-and-set; whether the row was where the move begins, and the owner's. */
  boolean advance(DSLContext sql, Owner owner, long generation, Move move) {
    // Delivery 9
    int updated =
        sql.update(table)
            .set(POSITION, move.to().text())
            .set(LAST_KEY, move.key())
            .set(RECORDS, RECORDS.plus(move.records()))
            .set(READ, READ.plus(move.read()))
            .set(EVENT_SECONDS, move.eventTime().getEpochSecond())
            .set(EVENT_NANOS, move.eventTime().getNano())
            .where(at(generation, move.partition(), move.lane()))
            .and(POSITION.eq(move.from().text()))
            .and(EPOCH.eq(owner.epoch()))
            .and(OWNER.eq(owner.id()))
            .execute();
    return updated == 1;
  }

  private static int lanes(Opening opening, Partition partition) {
    return opening
        .rows()
        .filter(row -> row.partition().equals(partition))
        .map(row -> row.lane() + 1)
        .max()
        .getOrElse(1);
  }

  private static PositionRow row(Record row) {
    return new PositionRow(
        new Partition(row.get(SOURCE), row.get(PARTITION)),
        row.get(LANE),
        new Position(row.get(POSITION)),
        row.get(LAST_KEY),
        row.get(RECORDS),
        // A table of an earlier version has no such column until the next claim.
        row.field(READ) == null ? 0 : row.get(READ),
        Instant.ofEpochSecond(row.get(EVENT_SECONDS), row.get(EVENT_NANOS)));
  }

  private Condition at(long generation, Partition partition, int lane) {
    return of(generation, partition).and(LANE.eq(lane));
  }

  private Condition of(long generation, Partition partition) {
    return mine()
        .and(GENERATION.eq(generation))
        .and(SOURCE.eq(partition.source()))
        .and(PARTITION.eq(partition.name()));
  }

  private Condition mine() {
    return PIPELINE.eq(key.pipeline()).and(SINK.eq(key.sink())).and(TARGET.eq(key.target()));
  }
}
