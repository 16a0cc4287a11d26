package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.file.FileSourceType;
import dev.tidemark.format.CsvDialect;
import dev.tidemark.format.CsvRowReader;
import dev.tidemark.format.CsvRowWriter;
import dev.tidemark.format.JsonRowReader;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.RowReader;
import dev.tidemark.format.RowWriter;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Files of csv or jsonl, of any bytes: rows and bad records, the same however they are read, and
 * rows that are written are read back.
 */
final class FileTarget implements Target {

  private static final Schema DECLARED =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              new Column("t", Simple.TEXT, true),
              new Column("d", Simple.DECIMAL, true),
              new Column("f", Simple.FLOAT64, true),
              new Column("b", Simple.BOOLEAN, true),
              new Column("at", Simple.TIMESTAMP, true),
              new Column("day", Simple.DATE, true),
              new Column("raw", Simple.BYTES, true),
              new Column("u", Simple.UUID, true),
              new Column("js", Simple.JSON, true),
              new Column("tags", new DataType.Array(Simple.TEXT), true)));

  private static final List<CsvDialect> DIALECTS =
      List.of(
          CsvDialect.DEFAULT,
          CsvDialect.DEFAULT,
          new CsvDialect(';', '\'', "NULL"),
          new CsvDialect('\t', '"', "\\N"),
          new CsvDialect(' ', '-', "0"));

  private static final List<String> CSV =
      List.of(
          "id,t,d\n1,a,1.50\n2,,\n3,\"x,\"\"y\"\"\nz\",-1e5\n",
          "id,t,d,f,b,at,day,raw,u,js,tags\r\n"
              + "1,ü,0.00,NaN,true,2026-01-31T13:45:00Z,2026-01-31,aGk=,f81d4fae-7dec-11d0-a765-00a0c91e6bf6,\"{\"\"a\"\":1}\",\"[\"\"x\"\",null]\"\r\n",
          "\u00EF\u00BB\u00BFid;t\n1;'a;b'\n\n2;NULL\n",
          "id\n1\n2\n9223372036854775808\n\"3\"\n");

  private static final List<String> JSONL =
      List.of(
          "{\"id\":1,\"t\":\"a\",\"d\":1.50,\"tags\":[\"x\",null]}\n{\"id\":2}\n\n{\"id\":\"3\"}\n",
          "{\"id\":9223372036854775807,\"f\":1e300,\"b\":true,\"at\":\"2026-01-31T13:45:00.123456789+02:00\",\"day\":\"2026-01-31\",\"raw\":\"aGk=\",\"u\":\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\",\"js\":{\"a\":[1,{\"b\":\"\\u00e9\"}]}}\r\n",
          "{\"js\":[1,[2,[3]]],\"id\":5}\n{\"id\":1,\"id\":2}\n{\"id\":-0,\"d\":-0.0,\"f\":-0.0}",
          "{\"id\":1,\"o\":{\"k\":null},\"l\":[{\"a\":1},{\"a\":\"x\"}],\"n\":[[1],[]]}\n");

  private static final List<String> TOKENS =
      List.of(
          "\n",
          "\r\n",
          "\r",
          ",",
          ";",
          "\t",
          "\"",
          "\"\"",
          "'",
          "-",
          " ",
          "{",
          "}",
          "[",
          "]",
          ":",
          "\\",
          "\\u0000",
          "\\ud83d",
          "\\ude00",
          "null",
          "NULL",
          "true",
          "1e9999",
          "1E-2000",
          "-0",
          "00",
          "1.",
          "{\"id\":1}",
          "\"id\":",
          "\"t\":\"",
          "[null]",
          "\u0000",
          "\u00ff\u00fe",
          "\u00c3",
          "\u00e9",
          "\u00f0\u009f\u0098\u0080",
          "\u00ed\u00a0\u0080",
          "\u00c0\u0080",
          "\u00ef\u00bb\u00bf",
          "id,t\n",
          "1,2,3\n",
          "\"a\nb\"",
          "{\"a\":",
          "\u001f\u008b",
          "0000-01-01",
          "+999999999-12-31",
          "2026-01-31T24:00:00Z",
          "23:59:60",
          "=====");

  private final FileSourceType type = new FileSourceType();
  private final Path folder;
  private final boolean csv;

  FileTarget(Path temporary, String format) {
    folder = temporary.resolve(format);
    csv = format.equals("csv");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return csv ? "csv" : "jsonl";
  }

  @Override
  public int share() {
    return 5;
  }

  @Override
  public String fresh(Chance chance) {
    List<String> seeds = csv ? CSV : JSONL;
    if (chance.oneIn(200)) {
      String open = chance.of("[", "{\"a\":", "\"", "x", ",\"", "1");
      return chance.of(seeds) + open.repeat(chance.below(70_000));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1 + chance.below(3); i > 0; i--) {
      text.append(chance.of(seeds));
    }
    return changed(text.toString(), chance.of(seeds), chance);
  }

  @Override
  public String changed(String input, String other, Chance chance) {
    return Mutation.of(input, other, TOKENS, chance);
  }

  @Override
  public String check(String input, Chance chance) throws Exception {
    boolean gzip = chance.oneIn(5);
    Path file = folder.resolve(gzip ? "in.gz" : "in");
    byte[] bytes = bytes(input);
    // A new file: cutting an old one short waits for the disk.
    Files.deleteIfExists(file);
    Files.write(file, gzip ? zipped(bytes, chance) : bytes);
    CsvDialect dialect = chance.of(DIALECTS);
    boolean header = csv && !chance.oneIn(4);
    boolean declared = csv && !header || chance.oneIn(2);
    Settings settings = settings(file, dialect, header, declared);
    int maxRecordBytes = chance.of(20, 400, 1 << 20);
    StageContext context = new StageContext("p", "in", false, settings, maxRecordBytes);
    try {
      type.columns(settings);
      Optional<FileReading> reading = FileReading.of(() -> type.open(context));
      if (reading.isEmpty()) {
        return "nothing";
      }
      List<FileReading.Read> all = reading.get().whole();
      reading.get().again(all, chance);
      records(all, input);
      writtenAndRead(all, reading.get().schema(), dialect);
      return kind(all);
    } catch (ConnectorException.Terminal refused) {
      Clean.message(refused.reason().replaceAll("\\p{Cntrl}|\\R", " "), input + "null");
      return Clean.kind(refused.reason());
    }
  }

  private static void records(List<FileReading.Read> all, String input) {
    long lines = input.chars().filter(c -> c == '\n').count() + 1;
    for (FileReading.Read read : all) {
      if (read.bad() != null) {
        Clean.message(read.bad().reason().replaceAll("\\p{Cntrl}|\\R", " "), input + "null");
        String place = read.bad().place();
        long line = Long.parseLong(place.substring(place.lastIndexOf(':') + 1));
        assertThat(line).as(place).isBetween(1L, lines);
      }
    }
  }

  private static String kind(List<FileReading.Read> all) {
    String bad =
        all.stream()
            .filter(read -> read.bad() != null)
            .map(read -> Clean.kind(read.bad().reason()))
            .findFirst()
            .orElse("none bad");
    return Math.min(5, all.size()) + " records, " + bad;
  }

  private void writtenAndRead(List<FileReading.Read> all, Schema schema, CsvDialect dialect)
      throws IOException, MisfitException {
    List<String> names = schema.columns().stream().map(Column::name).toList();
    RowWriter writer = csv ? new CsvRowWriter(schema, dialect) : new JsonRowWriter(schema);
    RowReader reader = csv ? new CsvRowReader(schema, dialect, names) : new JsonRowReader(schema);
    for (FileReading.Read read : all) {
      if (read.row() != null) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(read.row(), out);
        Object[] again = reader.read(out.toByteArray(), 0, out.size());
        // JSON may have a line break between its tokens, which becomes a space.
        String expected = csv ? read.content() : read.content().replace('\r', ' ');
        String found = Arrays.deepToString(again);
        assertThat(csv ? found : found.replace('\r', ' ')).isEqualTo(expected);
      }
    }
  }

  private Settings settings(Path file, CsvDialect dialect, boolean header, boolean declared) {
    Map<String, Object> values = new HashMap<>();
    values.put("path", file);
    values.put("format", name());
    if (csv) {
      values.put("delimiter", String.valueOf(dialect.delimiter()));
      values.put("quote", String.valueOf(dialect.quote()));
      values.put("null_text", dialect.nullText());
      values.put("header", header);
    }
    if (declared) {
      values.put("columns", DECLARED);
    }
    List<Setting> known = type.settings();
    Settings settings = new Settings(known, values);
    assertThat(type.check(settings)).isEmpty();
    return settings;
  }

  /** A character is a byte; one that is none is so many as it takes in UTF-8. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 256) {
        out.write(c);
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  /** In one or more members, cut anywhere. */
  private static byte[] zipped(byte[] bytes, Chance chance) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    do {
      int size = Math.min(bytes.length - at, chance.oneIn(2) ? bytes.length : chance.below(100));
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes, at, size);
      }
      at += size;
    } while (at < bytes.length);
    return out.toByteArray();
  }
}
