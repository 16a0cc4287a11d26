package dev.tidemark.checkpoint;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The names of the store's tables and columns. The schema itself is in {@link StoreSchema}. */
final class StoreTables {

  static final Table<Record> STORE = table(name("store"));
  static final Field<String> STORE_ID = text("id");
  static final Field<Integer> STORE_VERSION = integer("version");

  static final Table<Record> LEASE = table(name("lease"));
  static final Field<String> PIPELINE = text("pipeline");
  static final Field<Long> EPOCH = number("epoch");
  static final Field<String> OWNER = text("owner");
  static final Field<String> DESCRIPTION = text("description");
  static final Field<String> SINCE = text("since");
  static final Field<String> UNTIL = text("until");
  static final Field<Boolean> RELEASED = flag("released");
  static final Field<Long> ENTRY = number("entry");

  static final Table<Record> PIPELINES = table(name("pipeline"));
  static final Field<String> NAME = text("name");
  static final Field<String> DEFINITION = text("definition");
  static final Field<Integer> KEYS_PER_SINK = integer("keys_per_sink");
  static final Field<Integer> CHECKPOINTS_PER_STAGE = integer("checkpoints_per_stage");
  static final Field<String> STATE = text("state");
  static final Field<String> STATE_RUN = text("state_run");
  static final Field<String> STATE_REASON = text("state_reason");
  static final Field<String> STATE_STAGE = text("state_stage");
  static final Field<String> STATE_AT = text("state_at");
  static final Field<String> LAG = text("lag");
  static final Field<String> RECORDS_PER_SECOND = text("records_per_second");
  static final Field<Long> RECORDS = number("records");
  static final Field<Long> READ_RECORDS = number("read_records");
  static final Field<Long> RETRIES = number("retries");
  static final Field<Long> DEAD_LETTERS = number("dead_letters");
  static final Field<Long> RUNS = number("runs");
  static final Field<Long> SEQUENCE = number("sequence");
  static final Field<Long> ATTEMPT_RECORDS = number("attempt_records");

  static final Table<Record> CHECKPOINT = table(name("checkpoint"));
  static final Field<Long> RUN = number("run");
  static final Field<String> RUN_ID = text("run_id");
  static final Field<String> STAGE = text("stage");
  static final Field<String> EVENT_TIME = text("event_time");
  static final Field<String> KEY = text("idempotency_key");
  static final Field<Boolean> POSITIONED = flag("positioned");
  static final Field<String> POSITION = text("position");
  static final Field<String> AT = text("at");

  static final Table<Record> APPLIED_KEY = table(name("applied_key"));
  static final Field<String> SINK = text("sink");

  static final Table<Record> RUN_TABLE = table(name("run"));
  static final Field<String> STARTED_AT = text("started_at");
  static final Field<String> FINISHED_AT = text("finished_at");
  static final Field<String> REASON = text("reason");
  static final Field<String> RECORDS_BY_STAGE = text("records");

  static final Table<Record> NOTE = table(name("note"));
  static final Field<Long> NOTE_ORDINAL = number("ordinal");
  static final Field<String> KIND = text("kind");
  static final Field<String> TEXT = text("text");

  static final Table<Record> BOOK_POSITION = table(name("book_position"));
  static final Field<Integer> LANE = integer("lane");
  static final Field<String> SOURCE = text("source");
  static final Field<String> PARTITION = text("partition_name");
  static final Field<Long> GENERATION = number("generation");

  static final Table<Record> RUN_START = table(name("run_start"));
  static final Field<String> TOPOLOGY = text("topology");
  static final Field<String> RESOLVED = text("resolved");

  static final Table<Record> PLAN = table(name("plan"));
  static final Field<String> MOVES = text("moves");
  static final Field<String> CONTENT = text("content");

  static final Table<Record> DEAD_LETTER = table(name("dead_letter"));
  static final Field<String> LETTER_ID = text("id");
  static final Field<Long> NUMBER = number("number");
  static final Field<String> SINKS = text("sinks");
  static final Field<String> DETAIL = text("detail");

  private StoreTables() {}

  private static Field<String> text(String name) {
    return column(name, SQLDataType.VARCHAR.asConvertedDataType(new AnyText()));
  }

  private static Field<Long> number(String name) {
    return column(name, SQLDataType.BIGINT);
  }

  private static Field<Integer> integer(String name) {
    return column(name, SQLDataType.INTEGER);
  }

  private static Field<Boolean> flag(String name) {
    return column(name, SQLDataType.BOOLEAN);
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type.notNull());
  }
}
