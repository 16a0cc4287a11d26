package dev.tidemark.checkpoint.position;

import static dev.tidemark.checkpoint.position.SinkTables.GENERATION;
import static dev.tidemark.checkpoint.position.SinkTables.LETTER;
import static dev.tidemark.checkpoint.position.SinkTables.PIPELINE;
import static dev.tidemark.checkpoint.position.SinkTables.SINK;
import static dev.tidemark.checkpoint.position.SinkTables.TARGET;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/** One sink's rows of the table of replayed letters (Delivery 25). */
record AppliedRows(SinkKey key, Table<Record> table) {

  /** Whether the letter was not there, and now is. */
  boolean insert(DSLContext sql, long generation, String letter) {
    int inserted =
        sql.insertInto(table)
            .columns(PIPELINE, SINK, TARGET, LETTER, GENERATION)
            .values(key.pipeline(), key.sink(), key.target(), letter, generation)
            .onConflictDoNothing()
            .execute();
    return inserted == 1;
  }

  boolean contains(DSLContext sql, String letter) {
    return sql.fetchExists(table, mine().and(LETTER.eq(letter)));
  }

  /** Drops the rows of older generations: what they speak of was loaded again. */
  void forgetBefore(DSLContext sql, long generation) {
    sql.deleteFrom(table).where(mine()).and(GENERATION.lt(generation)).execute();
  }

  private Condition mine() {
    return PIPELINE.eq(key.pipeline()).and(SINK.eq(key.sink())).and(TARGET.eq(key.target()));
  }
}
