package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.ATTEMPT_RECORDS;
import static dev.tidemark.checkpoint.StoreTables.CHECKPOINTS_PER_STAGE;
import static dev.tidemark.checkpoint.StoreTables.DEAD_LETTERS;
import static dev.tidemark.checkpoint.StoreTables.DEFINITION;
import static dev.tidemark.checkpoint.StoreTables.KEYS_PER_SINK;
import static dev.tidemark.checkpoint.StoreTables.LAG;
import static dev.tidemark.checkpoint.StoreTables.NAME;
import static dev.tidemark.checkpoint.StoreTables.PIPELINES;
import static dev.tidemark.checkpoint.StoreTables.RECORDS;
import static dev.tidemark.checkpoint.StoreTables.RECORDS_PER_SECOND;
import static dev.tidemark.checkpoint.StoreTables.RETRIES;
import static dev.tidemark.checkpoint.StoreTables.RUNS;
import static dev.tidemark.checkpoint.StoreTables.SEQUENCE;
import static dev.tidemark.checkpoint.StoreTables.STATE;
import static dev.tidemark.checkpoint.StoreTables.STATE_AT;
import static dev.tidemark.checkpoint.StoreTables.STATE_REASON;
import static dev.tidemark.checkpoint.StoreTables.STATE_RUN;
import static dev.tidemark.checkpoint.StoreTables.STATE_STAGE;

import dev.tidemark.lifecycle.Ledger;
import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.Telemetry;
import io.vavr.collection.Array;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/**
 * All of a runtime that doesn't grow: the row that each save rewrites.
 *
 * @param definition the pipeline, as JSON
 */
record PipelineRow(
    String definition,
    Retention retention,
    Lifecycle lifecycle,
    Telemetry telemetry,
    long runs,
    long sequence,
    long attemptRecords) {

  static PipelineRow of(Runtime runtime) {
    Ledger ledger = runtime.ledger();
    return new PipelineRow(
        Json.pipeline(runtime.pipeline()),
        runtime.retention(),
        runtime.lifecycle(),
        runtime.telemetry(),
        ledger.runs(),
        ledger.sequence(),
        ledger.attemptRecords());
  }

  static Optional<PipelineRow> find(DSLContext sql, String pipeline) {
    return sql.selectFrom(PIPELINES).where(NAME.eq(pipeline)).fetchOptional(PipelineRow::from);
  }

  /** As far as a ledger has to be known to say what came after it. */
  Ledger marker() {
    return new Ledger(runs, sequence, attemptRecords, Array.empty());
  }

  void write(DSLContext sql, String pipeline) {
    Map<Field<?>, Object> columns = columns();
    sql.insertInto(PIPELINES)
        .set(NAME, pipeline)
        .set(columns)
        .onConflict(NAME)
        .doUpdate()
        .set(columns)
        .execute();
  }

  private Map<Field<?>, Object> columns() {
    LifecycleColumns state = LifecycleColumns.of(lifecycle);
    Map<Field<?>, Object> columns = new LinkedHashMap<>();
    columns.put(DEFINITION, definition);
    columns.put(KEYS_PER_SINK, retention.keysPerSink());
    columns.put(CHECKPOINTS_PER_STAGE, retention.checkpointsPerStage());
    columns.put(STATE, state.state());
    columns.put(STATE_RUN, state.runId());
    columns.put(STATE_REASON, state.reason());
    columns.put(STATE_STAGE, state.stage());
    columns.put(STATE_AT, state.at());
    columns.put(LAG, telemetry.lag().toString());
    columns.put(RECORDS_PER_SECOND, Double.toString(telemetry.recordsPerSecond()));
    columns.put(RECORDS, telemetry.records());
    columns.put(RETRIES, telemetry.retries());
    columns.put(DEAD_LETTERS, telemetry.deadLetters());
    columns.put(RUNS, runs);
    columns.put(SEQUENCE, sequence);
    columns.put(ATTEMPT_RECORDS, attemptRecords);
    return columns;
  }

  private static PipelineRow from(Record row) {
    LifecycleColumns state =
        new LifecycleColumns(
            row.get(STATE),
            row.get(STATE_RUN),
            AnyText.get(row, STATE_REASON),
            row.get(STATE_STAGE),
            row.get(STATE_AT));
    Telemetry telemetry =
        new Telemetry(
            Duration.parse(row.get(LAG)),
            Double.parseDouble(row.get(RECORDS_PER_SECOND)),
            row.get(RECORDS),
            row.get(RETRIES),
            row.get(DEAD_LETTERS));
    return new PipelineRow(
        row.get(DEFINITION),
        new Retention(row.get(KEYS_PER_SINK), row.get(CHECKPOINTS_PER_STAGE)),
        state.lifecycle(),
        telemetry,
        row.get(RUNS),
        row.get(SEQUENCE),
        row.get(ATTEMPT_RECORDS));
  }
}
