package dev.tidemark.checkpoint.position;

import static dev.tidemark.checkpoint.position.SinkTables.AT;
import static dev.tidemark.checkpoint.position.SinkTables.ATTEMPTS;
import static dev.tidemark.checkpoint.position.SinkTables.GENERATION;
import static dev.tidemark.checkpoint.position.SinkTables.ORDINAL;
import static dev.tidemark.checkpoint.position.SinkTables.PARTITION;
import static dev.tidemark.checkpoint.position.SinkTables.PAYLOAD;
import static dev.tidemark.checkpoint.position.SinkTables.PIPELINE;
import static dev.tidemark.checkpoint.position.SinkTables.PLACE;
import static dev.tidemark.checkpoint.position.SinkTables.POSITION;
import static dev.tidemark.checkpoint.position.SinkTables.REASON;
import static dev.tidemark.checkpoint.position.SinkTables.RUN_ID;
import static dev.tidemark.checkpoint.position.SinkTables.SINK;
import static dev.tidemark.checkpoint.position.SinkTables.SOURCE;
import static dev.tidemark.checkpoint.position.SinkTables.STAGE;
import static dev.tidemark.checkpoint.position.SinkTables.TARGET;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/** One sink's rows of the dead letter table (Delivery 24). */
final class DeadLetterRows {

  private final SinkKey key;
  private final Table<Record> table;

  DeadLetterRows(SinkKey key, Table<Record> table) {
    this.key = key;
    this.table = table;
  }

  /** Inserts one, unless it is there; answers how many were inserted. */
  int insert(DSLContext sql, DeadLetter letter) {
    return sql.insertInto(table)
        .set(PIPELINE, key.pipeline())
        .set(GENERATION, letter.generation())
        .set(STAGE, letter.stage())
        .set(SINK, key.sink())
        .set(TARGET, key.target())
        .set(SOURCE, letter.partition().source())
        .set(PARTITION, letter.partition().name())
        .set(POSITION, letter.position().text())
        .set(ORDINAL, letter.ordinal())
        .set(RUN_ID, letter.runId())
        .set(PLACE, letter.place())
        .set(REASON, letter.reason())
        .set(ATTEMPTS, letter.attempts())
        .set(PAYLOAD, letter.payload())
        .set(AT, letter.at().toString())
        .onConflictDoNothing()
        .execute();
  }

  List<DeadLetter> ofRun(DSLContext sql, String runId) {
    return sql.selectFrom(table)
        .where(PIPELINE.eq(key.pipeline()))
        .and(SINK.eq(key.sink()))
        .and(TARGET.eq(key.target()))
        .and(RUN_ID.eq(runId))
        .fetch(
            row ->
                new DeadLetter(
                    row.get(RUN_ID),
                    row.get(STAGE),
                    row.get(GENERATION),
                    new Partition(row.get(SOURCE), row.get(PARTITION)),
                    new Position(row.get(POSITION)),
                    row.get(ORDINAL),
                    row.get(PLACE),
                    row.get(REASON),
                    row.get(ATTEMPTS),
                    row.get(PAYLOAD),
                    Instant.parse(row.get(AT))));
  }
}
