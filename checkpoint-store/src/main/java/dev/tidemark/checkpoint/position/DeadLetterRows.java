package dev.tidemark.checkpoint.position;

import static dev.tidemark.checkpoint.LetterColumns.RUN_ID;
import static dev.tidemark.checkpoint.position.SinkTables.DEAD_LETTER_ID;
import static dev.tidemark.checkpoint.position.SinkTables.PARTITION;
import static dev.tidemark.checkpoint.position.SinkTables.PIPELINE;
import static dev.tidemark.checkpoint.position.SinkTables.SINK;
import static dev.tidemark.checkpoint.position.SinkTables.TARGET;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.LetterColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** One sink's rows of the dead letter table (Delivery 24). */
final class DeadLetterRows {

  private static final LetterColumns COLUMNS = new LetterColumns(PARTITION);

  private final SinkKey key;
  private final Table<Record> table;

  DeadLetterRows(SinkKey key, Table<Record> table) {
    this.key = key;
    this.table = table;
  }

  /** Inserts one, unless it is there; answers how many were inserted. */
  int insert(DSLContext sql, DeadLetter letter) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(PIPELINE, key.pipeline());
    values.put(SINK, key.sink());
    values.put(TARGET, key.target());
    values.put(DEAD_LETTER_ID, letter.id());
    values.putAll(COLUMNS.values(letter));
    return sql.insertInto(table).set(values).onConflictDoNothing().execute();
  }

  /** What a sink has refused is missing from that sink's load, and nowhere else. */
  List<DeadLetter> ofRun(DSLContext sql, String runId) {
    return sql.selectFrom(table)
        .where(PIPELINE.eq(key.pipeline()))
        .and(SINK.eq(key.sink()))
        .and(TARGET.eq(key.target()))
        .and(RUN_ID.eq(runId))
        .fetch(
            row ->
                COLUMNS.letter(
                    row, Map.of(row.get(LetterColumns.STAGE), row.get(LetterColumns.GENERATION))));
  }
}
