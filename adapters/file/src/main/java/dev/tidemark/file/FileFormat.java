package dev.tidemark.file;

import dev.tidemark.format.ColumnInference;
import dev.tidemark.format.CsvDialect;
import dev.tidemark.format.CsvFields;
import dev.tidemark.format.CsvInference;
import dev.tidemark.format.CsvRowReader;
import dev.tidemark.format.CsvSplitter;
import dev.tidemark.format.JsonInference;
import dev.tidemark.format.JsonRowReader;
import dev.tidemark.format.LineSplitter;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.RecordSplitter;
import dev.tidemark.format.RowReader;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a file's records are written. Immutable. */
sealed interface FileFormat {

  /** Whether a file's first record names its fields. */
  boolean hasHeader();

  /** Cuts the file into records. */
  RecordSplitter splitter();

  /**
   * Reads records as rows.
   *
   * @param header the fields' names; empty for a format without
   */
  RowReader reader(Schema schema, List<String> header);

  /** Finds the columns out. */
  ColumnInference inference(List<String> header);

  /** Whether bytes are no record but empty space. */
  boolean isBlank(byte[] bytes, int from, int length);

  /** One JSON object a line. */
  record JsonLines() implements FileFormat {
    @Override
    public boolean hasHeader() {
      return false;
    }

    @Override
    public RecordSplitter splitter() {
      return new LineSplitter();
    }

    @Override
    public RowReader reader(Schema schema, List<String> header) {
      return JsonRowReader.ofLines(schema);
    }

    @Override
    public ColumnInference inference(List<String> header) {
      return JsonInference.ofLines();
    }

    @Override
    public boolean isBlank(byte[] bytes, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Comma separated values.
   *
   * @param hasHeader otherwise the declared columns, in order, name the fields
   */
  record Csv(CsvDialect dialect, boolean hasHeader) implements FileFormat {
    @Override
    public RecordSplitter splitter() {
      return new CsvSplitter(dialect);
    }

    @Override
    public RowReader reader(Schema schema, List<String> header) {
      return new CsvRowReader(schema, dialect, header);
    }

    @Override
    public ColumnInference inference(List<String> header) {
      return new CsvInference(dialect, header);
    }

    @Override
    public boolean isBlank(byte[] bytes, int from, int length) {
      return length == 0;
    }

    /**
     * The names in a header record.
     *
     * @throws MisfitException when one is empty or occurs twice
     */
    List<String> header(byte[] bytes, int from, int length) throws MisfitException {
      List<String> names = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (@Nullable String field : new CsvFields(dialect).split(bytes, from, length)) {
        String name = field == null ? "" : field.strip();
        if (name.isEmpty()) {
          throw new MisfitException("field " + (names.size() + 1) + " of the header has no name");
        }
        if (name.indexOf('\r') >= 0) {
          throw new MisfitException(
              "the header holds a carriage return: lines must end with LF or CRLF");
        }
        if (!seen.add(name)) {
          throw new MisfitException("the header names " + name + " twice");
        }
        names.add(name);
      }
      return List.copyOf(names);
    }
  }
}
