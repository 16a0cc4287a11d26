package dev.tidemark.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object as a row, by field name. Unknown fields are skipped. Not thread-safe. */
public final class JsonRowReader implements RowReader {

  private final Schema schema;
  private final Column[] columns;
  private final int[] places;
  private final PlainJson plain;
  private final int[] seen;
  private final boolean ofLines;
  private int round;

  /** For rows of these columns. */
  public JsonRowReader(Schema schema) {
    this(schema, false, every(schema));
  }

  /** For rows of these columns and others: where each of these stands in a batch. */
  public JsonRowReader(Schema schema, int[] places) {
    this(schema, false, places);
  }

  private JsonRowReader(Schema schema, boolean ofLines, int[] places) {
    this.schema = schema;
    this.ofLines = ofLines;
    this.columns = schema.columns().toArray(new Column[0]);
    this.places = places;
    this.plain = new PlainJson(columns, places);
    this.seen = new int[columns.length];
  }

  private static int[] every(Schema schema) {
    return IntStream.range(0, schema.size()).toArray();
  }

  /** The same for records that are lines of a file. */
  public static JsonRowReader ofLines(Schema schema) {
    return new JsonRowReader(schema, true, every(schema));
  }

  @Override
  public void read(byte[] bytes, int from, int length, ColumnBatchBuilder rows)
      throws MisfitException {
    if (!plain.read(bytes, from, length, rows)) {
      rows.undoRow();
      @Nullable Object[] values = read(bytes, from, length);
      for (int i = 0; i < values.length; i++) {
        rows.column(places[i]).object(values[i]);
      }
    }
  }

  @Override
  public @Nullable Object[] read(byte[] bytes, int from, int length) throws MisfitException {
    Utf8.require(bytes, from, length);
    round++;
    try (JsonParser parser = JsonValues.FACTORY.createParser(bytes, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MisfitException(JsonValues.noObject(ofLines));
      }
      @Nullable Object[] row = readFields(parser, bytes, from);
      if (parser.nextToken() != null) {
        throw new MisfitException("more than one JSON value in the record");
      }
      requirePresent(row);
      return row;
    } catch (JsonProcessingException e) {
      throw new MisfitException(JsonValues.notJson(e, ofLines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Object[] readFields(JsonParser parser, byte[] bytes, int from)
      throws IOException, MisfitException {
    @Nullable Object[] row = new @Nullable Object[columns.length];
    int expected = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      int column = indexOf(name, expected);
      parser.nextToken();
      if (column < 0) {
        parser.skipChildren();
        continue;
      }
      if (seen[column] == round) {
        throw new MisfitException("field " + name + " occurs twice");
      }
      seen[column] = round;
      try {
        row[column] = JsonValues.read(parser, columns[column].type(), bytes, from);
      } catch (MisfitException e) {
        throw e.of(name);
      }
      expected = column + 1;
    }
    return row;
  }

  /** Records tend to have their fields in one order, so the next column is tried first. */
  private int indexOf(String name, int expected) {
    if (expected < columns.length && columns[expected].name().equals(name)) {
      return expected;
    }
    OptionalInt index = schema.indexOf(name);
    return index.isPresent() ? index.getAsInt() : -1;
  }

  private void requirePresent(@Nullable Object[] row) throws MisfitException {
    for (int i = 0; i < columns.length; i++) {
      if (row[i] == null && !columns[i].nullable()) {
        throw new MisfitException(
            "column "
                + columns[i].name()
                + ": expected "
                + TextValues.expected(columns[i].type())
                + ", found "
                + (seen[i] == round ? "null" : "no such field"));
      }
    }
  }
}
