package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.APPLIED_KEY;
import static dev.tidemark.checkpoint.StoreTables.AT;
import static dev.tidemark.checkpoint.StoreTables.CHECKPOINT;
import static dev.tidemark.checkpoint.StoreTables.EVENT_TIME;
import static dev.tidemark.checkpoint.StoreTables.KEY;
import static dev.tidemark.checkpoint.StoreTables.PIPELINE;
import static dev.tidemark.checkpoint.StoreTables.POSITION;
import static dev.tidemark.checkpoint.StoreTables.POSITIONED;
import static dev.tidemark.checkpoint.StoreTables.RECORDS;
import static dev.tidemark.checkpoint.StoreTables.RUN;
import static dev.tidemark.checkpoint.StoreTables.RUN_ID;
import static dev.tidemark.checkpoint.StoreTables.SEQUENCE;
import static dev.tidemark.checkpoint.StoreTables.SINK;
import static dev.tidemark.checkpoint.StoreTables.STAGE;

import dev.tidemark.lifecycle.AppliedKey;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.LedgerChange;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Stage;
import dev.tidemark.lifecycle.Watermark;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** One pipeline's checkpoints and applied keys. Keys are kept of the latest run only. */
record LedgerTables(DSLContext sql, String pipeline) {

  /** Writes what was added and drops what was forgotten. Costs as much as was added. */
  void apply(LedgerChange change) {
    if (change.newRun()) {
      sql.deleteFrom(APPLIED_KEY).where(PIPELINE.eq(pipeline)).execute();
    }
    insertCheckpoints(change);
    insertKeys(change);
    change
        .oldestCheckpoint()
        .forEach(
            (stage, oldest) ->
                sql.deleteFrom(CHECKPOINT)
                    .where(ofRun(change.runs()))
                    .and(STAGE.eq(stage))
                    .and(SEQUENCE.lt(oldest))
                    .execute());
    change
        .oldestKey()
        .forEach(
            (sink, oldest) ->
                sql.deleteFrom(APPLIED_KEY)
                    .where(PIPELINE.eq(pipeline))
                    .and(SINK.eq(sink))
                    .and(SEQUENCE.lt(oldest))
                    .execute());
  }

  /** Drops what stages left in the run that the pipeline no longer has. */
  void dropOtherStages(Pipeline definition, long run) {
    List<String> names = definition.stages().map(Stage::name).asJava();
    sql.deleteFrom(CHECKPOINT).where(ofRun(run)).and(STAGE.notIn(names)).execute();
    sql.deleteFrom(APPLIED_KEY).where(PIPELINE.eq(pipeline)).and(SINK.notIn(names)).execute();
  }

  /** Of the runs before this one, leaves each stage its latest checkpoints. */
  void boundHistory(long run, int bound) {
    Condition earlier = PIPELINE.eq(pipeline).and(RUN.lt(run));
    List<String> stages = sql.selectDistinct(STAGE).from(CHECKPOINT).where(earlier).fetch(STAGE);
    for (String stage : stages) {
      sql.select(RUN, SEQUENCE)
          .from(CHECKPOINT)
          .where(earlier)
          .and(STAGE.eq(stage))
          .orderBy(RUN.desc(), SEQUENCE.desc())
          .limit(1)
          .offset(bound)
          .fetchOptional()
          .ifPresent(
              last ->
                  sql.deleteFrom(CHECKPOINT)
                      .where(earlier)
                      .and(STAGE.eq(stage))
                      .and(
                          RUN.lt(last.value1())
                              .or(RUN.eq(last.value1()).and(SEQUENCE.le(last.value2()))))
                      .execute());
    }
  }

  /** The run's checkpoints, in rising order of sequence. */
  Vector<Checkpoint> checkpoints(long run) {
    return Vector.ofAll(
        sql.selectFrom(CHECKPOINT)
            .where(ofRun(run))
            .orderBy(SEQUENCE)
            .fetch(LedgerTables::checkpoint));
  }

  /** The latest of a run's checkpoints, in rising order of sequence. */
  List<Checkpoint> checkpoints(String runId, int limit) {
    List<Checkpoint> latest =
        sql.selectFrom(CHECKPOINT)
            .where(PIPELINE.eq(pipeline))
            .and(RUN_ID.eq(runId))
            .orderBy(RUN.desc(), SEQUENCE.desc())
            .limit(limit)
            .fetch(LedgerTables::checkpoint);
    return latest.reversed();
  }

  /** The latest run's keys, in rising order of sequence. */
  Vector<AppliedKey> keys() {
    return Vector.ofAll(
        sql.selectFrom(APPLIED_KEY)
            .where(PIPELINE.eq(pipeline))
            .orderBy(SEQUENCE)
            .fetch(row -> new AppliedKey(row.get(SINK), AnyText.get(row, KEY), row.get(SEQUENCE))));
  }

  private Condition ofRun(long run) {
    return PIPELINE.eq(pipeline).and(RUN.eq(run));
  }

  private void insertCheckpoints(LedgerChange change) {
    insert(
        CHECKPOINT,
        List.of(
            PIPELINE,
            RUN,
            STAGE,
            SEQUENCE,
            RUN_ID,
            RECORDS,
            EVENT_TIME,
            KEY,
            POSITIONED,
            POSITION,
            AT),
        change.checkpoints(),
        (row, checkpoint) -> {
          row.setString(1, pipeline);
          row.setLong(2, change.runs());
          row.setString(3, checkpoint.stage());
          row.setLong(4, checkpoint.sequence());
          row.setString(5, checkpoint.runId());
          row.setLong(6, checkpoint.watermark().offset());
          row.setString(7, checkpoint.watermark().eventTime().toString());
          row.setString(8, AnyText.stored(checkpoint.idempotencyKey()));
          row.setBoolean(9, checkpoint.position().isDefined());
          row.setString(10, AnyText.stored(checkpoint.position().getOrElse("")));
          row.setString(11, checkpoint.at().toString());
        });
  }

  private void insertKeys(LedgerChange change) {
    insert(
        APPLIED_KEY,
        List.of(PIPELINE, SINK, SEQUENCE, KEY),
        change.keys(),
        (row, key) -> {
          row.setString(1, pipeline);
          row.setString(2, key.sink());
          row.setLong(3, key.sequence());
          row.setString(4, AnyText.stored(key.idempotencyKey()));
        });
  }

  /** Binds one row's values. */
  private interface Binding<T> {
    void bind(PreparedStatement row, T value) throws SQLException;
  }

  /**
   * As one batch of the driver's: small writes leave hundreds of rows to one save, and jOOQ, which
   * makes fields of all their values, took a sixth of the process's time with them.
   */
  private <T> void insert(
      Table<Record> table, List<Field<?>> columns, Seq<T> values, Binding<T> binding) {
    if (values.isEmpty()) {
      return;
    }
    String text =
        sql.insertInto(table, columns).values(Collections.nCopies(columns.size(), null)).getSQL();
    sql.connection(
        connection -> {
          try (PreparedStatement row = connection.prepareStatement(text)) {
            for (T value : values) {
              binding.bind(row, value);
              row.addBatch();
            }
            int[] unused = row.executeBatch();
          }
        });
  }

  private static Checkpoint checkpoint(Record row) {
    return new Checkpoint(
        row.get(RUN_ID),
        row.get(STAGE),
        row.get(SEQUENCE),
        new Watermark(row.get(RECORDS), Instant.parse(row.get(EVENT_TIME))),
        AnyText.get(row, KEY),
        Option.when(row.get(POSITIONED), () -> AnyText.get(row, POSITION)),
        Instant.parse(row.get(AT)));
  }
}
