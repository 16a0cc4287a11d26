package dev.tidemark.checkpoint.position;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.primaryKey;
import static org.jooq.impl.DSL.table;

import dev.tidemark.checkpoint.LetterColumns;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The tables of a {@link SinkLedger}: their names, columns and creation, and the only place that
 * knows how databases differ. Where there are schemas they live in one of their own ({@code
 * tidemark.position}); elsewhere they share a prefix ({@code tidemark_position}). Immutable.
 */
public final class SinkTables {

  static final Field<String> PIPELINE = column("pipeline", SQLDataType.VARCHAR);
  static final Field<String> SINK = column("sink", SQLDataType.VARCHAR);
  static final Field<String> TARGET = column("target", SQLDataType.VARCHAR);
  static final Field<Long> GENERATION = column("generation", SQLDataType.BIGINT);
  static final Field<Long> EPOCH = column("epoch", SQLDataType.BIGINT);
  static final Field<String> OWNER = column("owner", SQLDataType.VARCHAR);

  static final Field<Long> RUN = column("run", SQLDataType.BIGINT);
  static final Field<Boolean> COMPLETE = column("complete", SQLDataType.BOOLEAN);
  static final Field<String> RESOLVED = column("resolved", SQLDataType.CLOB);

  static final Field<String> SOURCE = column("source", SQLDataType.VARCHAR);
  static final Field<String> PARTITION = column("partition", SQLDataType.VARCHAR);
  static final Field<Integer> LANE = column("lane", SQLDataType.INTEGER);
  static final Field<Integer> LANES = column("lanes", SQLDataType.INTEGER);
  static final Field<String> POSITION = column("position", SQLDataType.VARCHAR);
  static final Field<String> LAST_KEY = column("idempotency_key", SQLDataType.VARCHAR);
  static final Field<Long> RECORDS = column("records", SQLDataType.BIGINT);
  static final Field<Long> READ = column("read_records", SQLDataType.BIGINT.defaultValue(0L));
  static final Field<Long> EVENT_SECONDS = column("event_time_s", SQLDataType.BIGINT);
  static final Field<Integer> EVENT_NANOS = column("event_time_ns", SQLDataType.INTEGER);

  static final Field<String> LETTER = column("letter", SQLDataType.VARCHAR);
  static final Field<String> DEAD_LETTER_ID =
      column("letter", SQLDataType.VARCHAR.defaultValue(""));

  private static final List<Field<?>> SINK_KEY = List.of(PIPELINE, SINK, TARGET);
  private static final List<Field<?>> POSITION_KEY =
      List.of(PIPELINE, GENERATION, SINK, TARGET, SOURCE, PARTITION, LANE);

  /** By id: a position may be longer than a database's index takes. */
  private static final List<Field<?>> DEAD_LETTER_KEY =
      List.of(PIPELINE, SINK, TARGET, DEAD_LETTER_ID);

  private static final List<Field<?>> APPLIED_KEY = List.of(PIPELINE, SINK, TARGET, LETTER);

  /** The catalog itself: what the standard's views leave out for want of a right is there too. */
  private static final Table<Record> CLASS = table(name("pg_catalog", "pg_class"));

  private static final Table<Record> NAMESPACE = table(name("pg_catalog", "pg_namespace"));
  private static final Field<String> CLASS_NAME = field(name("relname"), SQLDataType.VARCHAR);
  private static final Field<Long> CLASS_SCHEMA = field(name("relnamespace"), SQLDataType.BIGINT);
  private static final Field<String> NAMESPACE_NAME = field(name("nspname"), SQLDataType.VARCHAR);
  private static final Field<Long> NAMESPACE_ID =
      field(name("pg_catalog", "pg_namespace", "oid"), SQLDataType.BIGINT);

  /** A number of our own, for the lock under which tables are made. */
  private static final long CREATING = 0x7469_6465_6d61_726bL;

  private final SQLDialect family;
  private final String schema;

  private SinkTables(SQLDialect family, String schema) {
    this.family = family;
    this.schema = schema;
  }

  /** For a database of this dialect; the schema, where there are any, is {@code tidemark}. */
  public static SinkTables of(SQLDialect dialect) {
    return of(dialect, "tidemark");
  }

  /**
   * For a database of this dialect.
   *
   * @param schema where the tables live; the prefix of their names where there are no schemas
   */
  public static SinkTables of(SQLDialect dialect, String schema) {
    return new SinkTables(dialect.family(), schema);
  }

  /** Creates what is missing; leaves what exists as it is, and needs no right to create then. */
  void create(DSLContext sql) {
    if (hasSchemas()) {
      if (exist(sql)) {
        addLetters(sql);
        return;
      }
      // Two sinks that create at once would meet in the catalog, which has no "if not exists".
      sql.select(field("pg_advisory_xact_lock({0})", Object.class, inline(CREATING))).fetch();
      if (!hasSchema(sql)) {
        sql.createSchemaIfNotExists(name(schema)).execute();
      }
    }
    create(sql, sinks(), SINK_KEY, List.of(EPOCH, OWNER, GENERATION, RUN, COMPLETE, RESOLVED));
    create(
        sql,
        positions(),
        POSITION_KEY,
        List.of(
            POSITION, EPOCH, OWNER, LANES, LAST_KEY, RECORDS, READ, EVENT_SECONDS, EVENT_NANOS));
    addReadRecords(sql);
    create(sql, deadLetters(), DEAD_LETTER_KEY, letterContent());
    addLetters(sql);
    create(sql, applied(), APPLIED_KEY, List.of(GENERATION));
  }

  /** Positions of an earlier version were kept without it. */
  private void addReadRecords(DSLContext sql) {
    if (sql.selectFrom(positions()).limit(0).fetch().field(READ) == null) {
      sql.alterTable(positions()).addColumn(READ).execute();
    }
  }

  private static List<Field<?>> letterContent() {
    List<Field<?>> all =
        new ArrayList<>(
            List.of(
                GENERATION,
                LetterColumns.STAGE,
                SOURCE,
                PARTITION,
                LetterColumns.POSITION,
                LetterColumns.ORDINAL));
    all.addAll(LetterColumns.content());
    return all;
  }

  /** Letters of an earlier version have another key, by which each is there once too. */
  private void addLetters(DSLContext sql) {
    if (sql.selectFrom(deadLetters()).limit(0).fetch().field(DEAD_LETTER_ID) == null) {
      sql.alterTable(deadLetters()).addColumn(DEAD_LETTER_ID).execute();
    }
  }

  /** Whether {@link #create} has been here. */
  boolean exist(DSLContext sql) {
    Name table = named("sink");
    return hasSchemas()
        ? sql.fetchExists(
            sql.selectOne()
                .from(CLASS.join(NAMESPACE).on(CLASS_SCHEMA.eq(NAMESPACE_ID)))
                .where(NAMESPACE_NAME.eq(schema))
                .and(CLASS_NAME.eq(table.last())))
        : sql.fetchExists(
            sql.selectOne()
                .from(table(name("sqlite_master")))
                .where(column("type", SQLDataType.VARCHAR).eq(inline("table")))
                .and(column("name", SQLDataType.VARCHAR).eq(table.last())));
  }

  private boolean hasSchema(DSLContext sql) {
    return sql.fetchExists(sql.selectOne().from(NAMESPACE).where(NAMESPACE_NAME.eq(schema)));
  }

  /** A text column as it is sorted for locking: as Java sorts it, whatever the database does. */
  Field<String> inLockOrder(Field<String> column) {
    return hasSchemas() ? column.collate("C") : column;
  }

  /** Whether rows can be locked one by one; elsewhere the transaction locks the whole database. */
  boolean lockRows() {
    return family != SQLDialect.SQLITE;
  }

  Table<Record> sinks() {
    return table(named("sink"));
  }

  Table<Record> positions() {
    return table(named("position"));
  }

  Table<Record> deadLetters() {
    return table(named("dead_letter"));
  }

  Table<Record> applied() {
    return table(named("applied"));
  }

  private boolean hasSchemas() {
    return family != SQLDialect.SQLITE;
  }

  private Name named(String table) {
    return hasSchemas() ? name(schema, table) : name(schema + "_" + table);
  }

  private static void create(
      DSLContext sql, Table<Record> table, List<Field<?>> key, List<Field<?>> rest) {
    sql.createTableIfNotExists(table)
        .columns(key)
        .columns(rest)
        .constraints(primaryKey(key.toArray(new Field<?>[0])))
        .execute();
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type.notNull());
  }
}
