package dev.tidemark.checkpoint;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/**
 * The columns of a dead letter that all tables of them share: the store's and the sinks'.
 *
 * @param partition what the partition's column is called there
 */
public record LetterColumns(Field<String> partition) {

  public static final Field<Long> GENERATION = column("generation", SQLDataType.BIGINT);
  public static final Field<String> STAGE = text("stage");
  public static final Field<String> SOURCE = text("source");
  public static final Field<String> POSITION = text("position");
  public static final Field<Integer> ORDINAL = column("ordinal", SQLDataType.INTEGER);
  public static final Field<String> RUN_ID = text("run_id");

  private static final Field<String> PLACE = text("place");
  static final Field<String> REASON = text("reason");
  static final Field<Integer> ATTEMPTS = column("attempts", SQLDataType.INTEGER);
  private static final Field<byte[]> PAYLOAD = column("payload", SQLDataType.BLOB);
  static final Field<String> AT = text("at");

  /** What is kept of a letter beside its key. */
  public static List<Field<?>> content() {
    return List.of(RUN_ID, PLACE, REASON, ATTEMPTS, PAYLOAD, AT);
  }

  /** A letter's values, but for its sinks. */
  public Map<Field<?>, Object> values(DeadLetter letter) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(GENERATION, letter.generation());
    values.put(STAGE, letter.stage());
    values.put(SOURCE, letter.partition().source());
    values.put(partition, letter.partition().name());
    values.put(POSITION, letter.position().text());
    values.put(ORDINAL, letter.ordinal());
    values.put(RUN_ID, letter.runId());
    values.put(PLACE, letter.place());
    values.put(REASON, letter.reason());
    values.put(ATTEMPTS, letter.attempts());
    values.put(PAYLOAD, letter.payload());
    values.put(AT, letter.at().toString());
    return values;
  }

  /** A row's letter. */
  public DeadLetter letter(Record row, Map<String, Long> sinks) {
    return new DeadLetter(
        row.get(RUN_ID),
        AnyText.get(row, STAGE),
        row.get(GENERATION),
        new Partition(AnyText.get(row, SOURCE), AnyText.get(row, partition)),
        new Position(AnyText.get(row, POSITION)),
        row.get(ORDINAL),
        AnyText.get(row, PLACE),
        AnyText.get(row, REASON),
        row.get(ATTEMPTS),
        row.get(PAYLOAD),
        Instant.parse(row.get(AT)),
        sinks);
  }

  private static Field<String> text(String name) {
    return column(name, SQLDataType.CLOB.asConvertedDataType(new AnyText()));
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type.notNull());
  }
}
