package dev.tidemark.format;

import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Columns of CSV records: a column is int64, decimal, boolean, date, timestamp or uuid when all its
 * values look so, else text. Numbers with leading zeros are text: they are codes.
 */
public final class CsvInference implements ColumnInference {

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,37})");
  private static final Pattern FRACTION = Pattern.compile("-?(0|[1-9][0-9]{0,37})\\.[0-9]{1,38}");
  private static final List<Simple> BY_SPELLING =
      List.of(Simple.BOOLEAN, Simple.DATE, Simple.TIMESTAMP, Simple.UUID);

  private final InferredColumns columns = new InferredColumns();
  private final List<String> header;
  private final CsvFields fields;

  /**
   * For records of this dialect.
   *
   * @param header the name of each field, in order: the columns, even when no record comes
   */
  public CsvInference(CsvDialect dialect, List<String> header) {
    this.header = List.copyOf(header);
    this.fields = new CsvFields(dialect);
    header.forEach(name -> columns.widen(name, InferredType.UNSEEN));
  }

  @Override
  public void add(byte[] bytes, int from, int length) throws MisfitException {
    List<@Nullable String> texts = fields.split(bytes, from, length);
    if (texts.size() != header.size()) {
      throw new MisfitException("expected " + header.size() + " fields, found " + texts.size());
    }
    for (int i = 0; i < header.size(); i++) {
      String text = texts.get(i);
      if (text != null) {
        columns.widen(header.get(i), new InferredType.Scalar(typeOf(text)));
      }
    }
  }

  @Override
  public Schema schema() {
    return columns.schema();
  }

  private static Simple typeOf(String text) {
    if (INTEGER.matcher(text).matches()) {
      return fits(Simple.INT64, text) ? Simple.INT64 : Simple.DECIMAL;
    }
    if (FRACTION.matcher(text).matches()) {
      return Simple.DECIMAL;
    }
    return BY_SPELLING.stream().filter(type -> fits(type, text)).findFirst().orElse(Simple.TEXT);
  }

  private static boolean fits(Simple type, String text) {
    try {
      TextValues.parse(type, text);
      return true;
    } catch (MisfitException e) {
      return false;
    }
  }
}
