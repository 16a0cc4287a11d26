package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.AT;
import static dev.tidemark.checkpoint.StoreTables.DEAD_LETTER;
import static dev.tidemark.checkpoint.StoreTables.DEAD_LETTERS;
import static dev.tidemark.checkpoint.StoreTables.FINISHED_AT;
import static dev.tidemark.checkpoint.StoreTables.KIND;
import static dev.tidemark.checkpoint.StoreTables.NOTE;
import static dev.tidemark.checkpoint.StoreTables.NOTE_ORDINAL;
import static dev.tidemark.checkpoint.StoreTables.PIPELINE;
import static dev.tidemark.checkpoint.StoreTables.REASON;
import static dev.tidemark.checkpoint.StoreTables.RECORDS_BY_STAGE;
import static dev.tidemark.checkpoint.StoreTables.RESOLVED;
import static dev.tidemark.checkpoint.StoreTables.RETRIES;
import static dev.tidemark.checkpoint.StoreTables.RUN;
import static dev.tidemark.checkpoint.StoreTables.RUN_ID;
import static dev.tidemark.checkpoint.StoreTables.RUN_START;
import static dev.tidemark.checkpoint.StoreTables.RUN_TABLE;
import static dev.tidemark.checkpoint.StoreTables.STARTED_AT;
import static dev.tidemark.checkpoint.StoreTables.STATE;
import static dev.tidemark.checkpoint.StoreTables.TEXT;
import static dev.tidemark.checkpoint.StoreTables.TOPOLOGY;
import static org.jooq.impl.DSL.max;

import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.RunStart;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** One pipeline's runs: their records, their stories, and what the latest one decided first. */
record RunTables(DSLContext sql, String pipeline) {

  /** Brings the run's record up to the entry. */
  void write(Entry entry, Instant now) {
    long run = entry.runtime().ledger().runs();
    Optional<RunRecord> before =
        sql.selectFrom(RUN_TABLE)
            .where(PIPELINE.eq(pipeline))
            .and(RUN.eq(run))
            .fetchOptional(row -> record(row, List.of()));
    RunSummary.after(before, entry, now).ifPresent(after -> write(run, after));
    entry.notes().forEach(this::append);
    entry.start().forEach(start -> write(run, start));
  }

  /** The latest runs, latest first. */
  List<RunRecord> latest(int limit) {
    return sql.selectFrom(RUN_TABLE)
        .where(PIPELINE.eq(pipeline))
        .orderBy(RUN.desc())
        .limit(limit)
        .fetch(row -> record(row, notes(row.get(RUN_ID))).having(letters(row.get(RUN_ID))));
  }

  private long letters(String runId) {
    return sql.fetchCount(DEAD_LETTER, PIPELINE.eq(pipeline).and(RUN_ID.eq(runId)));
  }

  /** What a run decided at its start. */
  Optional<RunStart> start(long run) {
    return sql.selectFrom(RUN_START)
        .where(PIPELINE.eq(pipeline))
        .and(RUN.eq(run))
        .fetchOptional(
            row ->
                new RunStart(
                    row.get(RUN_ID), AnyText.get(row, TOPOLOGY), AnyText.get(row, RESOLVED)));
  }

  private void write(long run, RunRecord record) {
    Map<Field<?>, Object> columns = new LinkedHashMap<>();
    columns.put(RUN_ID, record.runId());
    columns.put(STATE, record.state());
    columns.put(STARTED_AT, record.startedAt().toString());
    columns.put(FINISHED_AT, record.finishedAt().map(Instant::toString).orElse(""));
    columns.put(REASON, record.reason());
    columns.put(RECORDS_BY_STAGE, Json.counts(record.records()));
    columns.put(RETRIES, record.retries());
    columns.put(DEAD_LETTERS, record.deadLetters());
    sql.insertInto(RUN_TABLE)
        .set(PIPELINE, pipeline)
        .set(RUN, run)
        .set(columns)
        .onConflict(PIPELINE, RUN)
        .doUpdate()
        .set(columns)
        .execute();
  }

  private void write(long run, RunStart start) {
    Map<Field<?>, Object> columns = new LinkedHashMap<>();
    columns.put(RUN, run);
    columns.put(RUN_ID, start.runId());
    columns.put(TOPOLOGY, start.topology());
    columns.put(RESOLVED, start.resolved());
    sql.insertInto(RUN_START)
        .set(PIPELINE, pipeline)
        .set(columns)
        .onConflict(PIPELINE)
        .doUpdate()
        .set(columns)
        .execute();
  }

  private void append(Note note) {
    Long last =
        sql.select(max(NOTE_ORDINAL))
            .from(NOTE)
            .where(PIPELINE.eq(pipeline))
            .and(RUN_ID.eq(note.runId()))
            .fetchOptional()
            .map(row -> row.value1())
            .orElse(0L);
    sql.insertInto(NOTE)
        .set(PIPELINE, pipeline)
        .set(RUN_ID, note.runId())
        .set(NOTE_ORDINAL, last + 1)
        .set(AT, note.at().toString())
        .set(KIND, note.kind().label())
        .set(TEXT, note.text())
        .execute();
  }

  private List<Note> notes(String runId) {
    return sql.selectFrom(NOTE)
        .where(PIPELINE.eq(pipeline))
        .and(RUN_ID.eq(runId))
        .orderBy(NOTE_ORDINAL)
        .fetch(
            row ->
                new Note(
                    runId,
                    Instant.parse(row.get(AT)),
                    Note.Kind.valueOf(row.get(KIND).toUpperCase(Locale.ROOT)),
                    AnyText.get(row, TEXT)));
  }

  private static RunRecord record(Record row, List<Note> notes) {
    String finished = row.get(FINISHED_AT);
    return new RunRecord(
        row.get(RUN_ID),
        row.get(STATE),
        Instant.parse(row.get(STARTED_AT)),
        finished.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(finished)),
        AnyText.get(row, REASON),
        Json.counts(row.get(RECORDS_BY_STAGE)),
        row.get(RETRIES),
        row.get(DEAD_LETTERS),
        notes);
  }
}
