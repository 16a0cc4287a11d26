package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads a CSV record as a row, its fields named by a header. Not thread-safe. */
public final class CsvRowReader implements RowReader {

  private final Column[] columns;
  private final int[] columnOfField;
  private final CsvFields fields;

  /**
   * For rows of these columns. Fields that are no column are skipped.
   *
   * @param header the name of each field, in order
   */
  public CsvRowReader(Schema schema, CsvDialect dialect, List<String> header) {
    this.columns = schema.columns().toArray(new Column[0]);
    this.fields = new CsvFields(dialect);
    this.columnOfField = new int[header.size()];
    for (int i = 0; i < columnOfField.length; i++) {
      OptionalInt column = schema.indexOf(header.get(i));
      columnOfField[i] = column.isPresent() ? column.getAsInt() : -1;
    }
  }

  @Override
  public @Nullable Object[] read(byte[] bytes, int from, int length) throws MisfitException {
    List<@Nullable String> texts = fields.split(bytes, from, length);
    if (texts.size() != columnOfField.length) {
      throw new MisfitException(
          "expected " + columnOfField.length + " fields, found " + texts.size());
    }
    @Nullable Object[] row = new @Nullable Object[columns.length];
    for (int i = 0; i < columnOfField.length; i++) {
      String text = texts.get(i);
      if (columnOfField[i] >= 0 && text != null) {
        row[columnOfField[i]] = value(columns[columnOfField[i]], text);
      }
    }
    requirePresent(row);
    return row;
  }

  private static Object value(Column column, String text) throws MisfitException {
    try {
      return TextValues.parse(column.type(), text);
    } catch (MisfitException e) {
      throw e.of(column.name());
    }
  }

  private void requirePresent(@Nullable Object[] row) throws MisfitException {
    for (int i = 0; i < columns.length; i++) {
      if (row[i] == null && !columns[i].nullable()) {
        throw new MisfitException(
            "column "
                + columns[i].name()
                + ": expected "
                + TextValues.expected(columns[i].type())
                + ", found null");
      }
    }
  }
}
