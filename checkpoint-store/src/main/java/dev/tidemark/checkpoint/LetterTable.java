package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.LetterColumns.AT;
import static dev.tidemark.checkpoint.LetterColumns.ATTEMPTS;
import static dev.tidemark.checkpoint.LetterColumns.REASON;
import static dev.tidemark.checkpoint.LetterColumns.RUN_ID;
import static dev.tidemark.checkpoint.LetterColumns.STAGE;
import static dev.tidemark.checkpoint.StoreTables.DEAD_LETTER;
import static dev.tidemark.checkpoint.StoreTables.DETAIL;
import static dev.tidemark.checkpoint.StoreTables.LETTER_ID;
import static dev.tidemark.checkpoint.StoreTables.NUMBER;
import static dev.tidemark.checkpoint.StoreTables.PARTITION;
import static dev.tidemark.checkpoint.StoreTables.PIPELINE;
import static dev.tidemark.checkpoint.StoreTables.SINKS;
import static dev.tidemark.checkpoint.StoreTables.STATE;
import static dev.tidemark.checkpoint.StoreTables.STATE_AT;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** One pipeline's dead letters, and what has become of them. */
record LetterTable(DSLContext sql, String pipeline) {

  private static final LetterColumns COLUMNS = new LetterColumns(PARTITION);
  private static final String UNNAMED = "";

  /** Keeps those that are not there (Delivery 24); answers the ids of those inserted. */
  Set<String> keep(List<DeadLetter> letters) {
    long number = letters.isEmpty() ? 0 : lastNumber();
    Set<String> inserted = new HashSet<>();
    for (DeadLetter letter : letters) {
      if (insert(letter, number + 1) == 1) {
        number++;
        inserted.add(letter.id());
      } else {
        refusedAgain(letter);
      }
    }
    return inserted;
  }

  private long lastNumber() {
    Long last =
        sql.select(max(NUMBER))
            .from(DEAD_LETTER)
            .where(PIPELINE.eq(pipeline))
            .fetchOne(max(NUMBER));
    return last == null ? 0 : last;
  }

  private int insert(DeadLetter letter, long number) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(PIPELINE, pipeline);
    values.putAll(COLUMNS.values(letter));
    values.put(LETTER_ID, letter.id());
    values.put(NUMBER, number);
    values.put(SINKS, Json.counts(letter.sinks()));
    values.put(STATE, LetterState.WAITING.label());
    values.put(STATE_AT, "");
    values.put(DETAIL, "");
    return sql.insertInto(DEAD_LETTER).set(values).onConflictDoNothing().execute();
  }

  /** A record that was read again: it may be missing from further loads now. */
  private void refusedAgain(DeadLetter letter) {
    Record row = sql.selectFrom(DEAD_LETTER).where(named(letter.id())).fetchSingle();
    Map<String, Long> before = Json.counts(row.get(SINKS));
    Map<String, Long> sinks = LetterRules.missing(before, letter.sinks());
    if (LetterRules.waitsAgain(LetterState.of(row.get(STATE)), before, sinks)) {
      sql.update(DEAD_LETTER)
          .set(SINKS, Json.counts(sinks))
          .set(STATE, LetterState.WAITING.label())
          .set(STATE_AT, "")
          .set(DETAIL, "")
          .where(named(letter.id()))
          .execute();
    }
  }

  List<KeptLetter> after(LetterFilter filter, long number, int limit) {
    return sql.selectFrom(DEAD_LETTER)
        .where(meant(filter))
        .and(NUMBER.gt(number))
        .orderBy(NUMBER)
        .limit(limit)
        .fetch(LetterTable::kept);
  }

  /** The greatest first. */
  List<LetterCause> causes(LetterFilter filter, int limit) {
    List<LetterCause> causes =
        sql.select(STAGE, RUN_ID, REASON, STATE, DSL.count(), min(NUMBER), min(AT), max(AT))
            .from(DEAD_LETTER)
            .where(meant(filter))
            .groupBy(STAGE, RUN_ID, REASON, STATE)
            .orderBy(DSL.count().desc(), min(NUMBER))
            .limit(limit)
            .fetch(this::cause);
    return List.copyOf(causes);
  }

  private LetterCause cause(Record row) {
    String first =
        sql.select(LETTER_ID)
            .from(DEAD_LETTER)
            .where(PIPELINE.eq(pipeline))
            .and(NUMBER.eq(row.get(min(NUMBER))))
            .fetchSingle()
            .get(LETTER_ID);
    return new LetterCause(
        AnyText.get(row, STAGE),
        row.get(RUN_ID),
        AnyText.get(row, REASON),
        LetterState.of(row.get(STATE)),
        row.get(DSL.count()),
        first,
        Instant.parse(row.get(min(AT))),
        Instant.parse(row.get(max(AT))));
  }

  long count(LetterFilter filter) {
    return sql.fetchCount(DEAD_LETTER, meant(filter));
  }

  void mark(LetterMark mark) {
    var update =
        sql.update(DEAD_LETTER)
            .set(STATE, mark.state().label())
            .set(STATE_AT, mark.at().toString())
            .set(DETAIL, mark.detail());
    if (mark.state() == LetterState.WAITING) {
      update = update.set(ATTEMPTS, ATTEMPTS.plus(1)).set(REASON, mark.detail()).set(DETAIL, "");
    }
    // Delivery 10: one that was made without an answer isn't made twice.
    Condition made = STATE.eq(mark.state().label()).and(STATE_AT.eq(mark.at().toString()));
    update.where(named(mark.id())).andNot(made).execute();
  }

  int purge(LetterFilter filter) {
    return sql.deleteFrom(DEAD_LETTER).where(meant(filter)).execute();
  }

  /** Gives ids and numbers to the letters of a store from before there were any. */
  static void nameUnnamed(DSLContext sql) {
    Map<String, Long> numbers = new HashMap<>();
    var unnamed =
        sql.selectFrom(DEAD_LETTER)
            .where(LETTER_ID.eq(UNNAMED))
            .orderBy(PIPELINE, AT, LetterColumns.ORDINAL)
            .fetch();
    for (Record row : unnamed) {
      DeadLetter letter = COLUMNS.letter(row, Map.of());
      sql.update(DEAD_LETTER)
          .set(LETTER_ID, letter.id())
          .set(NUMBER, numbers.merge(row.get(PIPELINE), 1L, Long::sum))
          .where(PIPELINE.eq(row.get(PIPELINE)))
          .and(LetterColumns.GENERATION.eq(letter.generation()))
          .and(STAGE.eq(letter.stage()))
          .and(LetterColumns.SOURCE.eq(letter.partition().source()))
          .and(PARTITION.eq(letter.partition().name()))
          .and(LetterColumns.POSITION.eq(letter.position().text()))
          .and(LetterColumns.ORDINAL.eq(letter.ordinal()))
          .execute();
    }
  }

  private static KeptLetter kept(Record row) {
    return new KeptLetter(
        row.get(LETTER_ID),
        row.get(NUMBER),
        COLUMNS.letter(row, Json.counts(row.get(SINKS))),
        LetterState.of(row.get(STATE)),
        row.get(STATE_AT),
        AnyText.get(row, DETAIL));
  }

  private Condition named(String id) {
    return PIPELINE.eq(pipeline).and(LETTER_ID.eq(id));
  }

  private Condition meant(LetterFilter filter) {
    Condition condition =
        PIPELINE
            .eq(pipeline)
            .and(STATE.in(filter.states().stream().map(LetterState::label).toList()));
    if (!filter.stage().isEmpty()) {
      condition = condition.and(STAGE.eq(filter.stage()));
    }
    if (!filter.run().isEmpty()) {
      condition = condition.and(RUN_ID.eq(filter.run()));
    }
    if (!filter.error().isEmpty()) {
      condition = condition.and(REASON.containsIgnoreCase(filter.error()));
    }
    if (!filter.id().isEmpty()) {
      condition = condition.and(LETTER_ID.startsWith(filter.id().toLowerCase(Locale.ROOT)));
    }
    return condition;
  }
}
