package dev.tidemark.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes one CSV record apart. Reused from record to record; not thread-safe. */
public final class CsvFields {

  private final CsvDialect dialect;
  private final List<@Nullable String> values = new ArrayList<>();
  private byte[] unquoted = new byte[256];

  /** For records of this dialect. */
  public CsvFields(CsvDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The record's fields, null where the null text stands unquoted. The list is changed by the next
   * call.
   *
   * @throws MisfitException for bytes that aren't UTF-8, or a quote where none may be
   */
  public List<@Nullable String> split(byte[] bytes, int from, int length) throws MisfitException {
    Utf8.require(bytes, from, length);
    values.clear();
    int end = from + length;
    int at = from;
    while (true) {
      at =
          at < end && bytes[at] == dialect.quote() ? quoted(bytes, at, end) : plain(bytes, at, end);
      if (at == end) {
        return values;
      }
      at++;
    }
  }

  /** Takes the field at {@code at}; answers where it ends: a delimiter or the end. */
  private int plain(byte[] bytes, int at, int end) {
    int stop = at;
    while (stop < end && bytes[stop] != dialect.delimiter()) {
      stop++;
    }
    String text = new String(bytes, at, stop - at, StandardCharsets.UTF_8);
    values.add(text.equals(dialect.nullText()) ? null : text);
    return stop;
  }

  private int quoted(byte[] bytes, int at, int end) throws MisfitException {
    int size = 0;
    int next = at + 1;
    while (next < end) {
      if (bytes[next] == dialect.quote()) {
        boolean doubled = next + 1 < end && bytes[next + 1] == dialect.quote();
        if (!doubled) {
          return closed(bytes, next + 1, end, size);
        }
        next++;
      }
      if (size == unquoted.length) {
        unquoted = Arrays.copyOf(unquoted, size * 2);
      }
      unquoted[size++] = bytes[next++];
    }
    throw new MisfitException(
        "field "
            + (values.size() + 1)
            + ": its quote isn't closed rightly, nor in the lines below");
  }

  private int closed(byte[] bytes, int at, int end, int size) throws MisfitException {
    if (at < end && bytes[at] != dialect.delimiter()) {
      throw new MisfitException(
          "field "
              + (values.size() + 1)
              + ": text after its closing quote (a quote inside is written twice)");
    }
    values.add(new String(unquoted, 0, size, StandardCharsets.UTF_8));
    return at;
  }
}
