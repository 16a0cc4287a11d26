package dev.tidemark.file;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Files and sources for tests. */
final class Fixture {

  private Fixture() {}

  static Path folder() {
    try {
      return Files.createTempDirectory("tidemark-file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, String text) throws IOException {
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A gzip file of one member a text. */
  static byte[] gzip(List<byte[]> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(member);
      }
    }
    return out.toByteArray();
  }

  static Settings settings(List<Setting> known, Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(given);
    for (Setting setting : known) {
      setting
          .defaultValue()
          .ifPresent(
              text ->
                  values.putIfAbsent(
                      setting.name(),
                      setting.kind() == Setting.Kind.BOOLEAN ? Boolean.valueOf(text) : text));
    }
    return new Settings(known, values);
  }

  static Source source(Path path, boolean streaming, int maxRecordBytes, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("path", path);
    Settings settings = settings(FileSettings.SETTINGS, values);
    return new FileSourceType()
        .open(new StageContext("orders", "in", streaming, settings, maxRecordBytes));
  }

  static Source job(Path path) {
    return source(path, false, 1024, Map.of());
  }

  /** {@code name:type} pairs, all nullable. */
  static Schema schema(String... columns) {
    List<Column> list = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(":");
      list.add(new Column(parts[0], DataType.parse(parts[1]).orElseThrow(), true));
    }
    return Schema.of(list);
  }
}
