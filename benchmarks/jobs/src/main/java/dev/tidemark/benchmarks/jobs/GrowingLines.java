package dev.tidemark.benchmarks.jobs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The same amount of data in longer and longer records, up to the longest allowed by default. */
final class GrowingLines {
  private static final List<Integer> LENGTHS = List.of(1 << 10, 1 << 15, 1 << 20);
  private static final long TOTAL = 1L << 29;

  /** What a topic's record may take beside its value, of the same megabyte. */
  private static final int BESIDE = 256;

  private static final String TABLE = "growth_lines";
  private static final String COLUMNS = " (id bigint primary key, line text)";

  private final Places places;
  private final Servers servers;
  private final Measuring measuring;

  /** Lets one flow run, and writes a line of the table. */
  @FunctionalInterface
  interface Measuring {
    void measure(String what, long size, long records, String flow) throws Exception;
  }

  GrowingLines(Places places, Servers servers, Measuring measuring) {
    this.places = places;
    this.servers = servers;
    this.measuring = measuring;
  }

  /** From a file, a table and a topic into a table, and from a file into a topic. */
  void run() throws Exception {
    for (int length : LENGTHS) {
      long count = TOTAL / length;
      Path file = file(length, count);
      String topic = Growth.TARGET + "_" + length;
      Map<String, String> to = target();
      intoTable("bytes a record: file into PostgreSQL", length, GrowthFlows.lines(file), to);
      servers.database().execute("alter table " + Growth.TARGET + " rename to " + TABLE);
      String table = GrowthFlows.linesOf(FlowText.of(places.root(), "from-table", table(to)));
      intoTable("bytes a record: PostgreSQL into PostgreSQL", length, table, target());
      Map<String, String> cluster = Map.of("bootstrap", servers.kafka().bootstrap(), "to", topic);
      measuring.measure(
          "bytes a record: file into a topic",
          length,
          count,
          GrowthFlows.lines(file) + FlowText.of(places.root(), "into-topic", cluster));
      String kafka = GrowthFlows.linesOf(FlowText.of(places.root(), "from-topic", cluster));
      intoTable("bytes a record: topic into PostgreSQL", length, kafka, target());
      servers.database().execute("drop table " + TABLE);
    }
    new IntoTable(servers.database(), Growth.TARGET).clear();
  }

  private static Map<String, String> table(Map<String, String> settings) {
    Map<String, String> from = new LinkedHashMap<>(settings);
    from.put("from", TABLE);
    return from;
  }

  private Map<String, String> target() throws IOException, SQLException {
    IntoTable target = new IntoTable(servers.database(), Growth.TARGET);
    return target.begin("create table " + Growth.TARGET + COLUMNS);
  }

  private void intoTable(String what, int length, String source, Map<String, String> to)
      throws Exception {
    long count = TOTAL / length;
    measuring.measure(what, length, count, source + FlowText.of(places.root(), "steps", to));
    String found = servers.database().value("select count(*) from " + Growth.TARGET);
    if (!found.equals(Long.toString(count))) {
      throw new IllegalStateException(what + ": expected " + count + " rows, found " + found);
    }
  }

  /** Lines of one length, of letters that can't be pressed together much. */
  private Path file(int length, long count) throws IOException {
    Path file = places.newTurn().resolve("lines.jsonl");
    SplittableRandom random = new SplittableRandom(length);
    char[] letters = new char[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (char) ('a' + random.nextInt(26));
    }
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (long id = 0; id < count; id++) {
        String head = "{\"id\":" + id + ",\"line\":\"";
        writer.append(head);
        writer.write(letters, 0, length - BESIDE - head.length());
        writer.append("\"}\n");
      }
    }
    return file;
  }
}
