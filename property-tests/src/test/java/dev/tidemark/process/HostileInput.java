package dev.tidemark.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Files of good records with malformed ones scattered among them, and what must become of each. The
 * same every time: what looks random comes from a fixed seed.
 */
final class HostileInput {

  /**
   * A malformed record.
   *
   * @param place file and line
   * @param reason a part of what must be said of it
   * @param payload what must be kept of it
   */
  record Letter(String place, String kind, String reason, byte[] payload) {}

  private static final int SHOWN = 4096;
  private static final int LONGEST_LINE = 50_000_000;

  private final SplittableRandom random = new SplittableRandom(20_261_121);
  private final Path folder;
  private final List<String> rows = new ArrayList<>();
  private final List<Letter> letters = new ArrayList<>();
  private int nextId;

  /** Writes the files into a folder that exists. */
  HostileInput(Path folder) throws IOException {
    this.folder = folder;
    lines("lines-1.jsonl", 110, false);
    lines("lines-2.jsonl", 110, true);
    packed("lines-3.jsonl.gz", 140);
    Files.write(folder.resolve("lines-4.jsonl"), new byte[0]);
    table("table-1.csv", 90);
    table("table-2.csv", 50);
    Files.writeString(folder.resolve("table-3.csv"), "id,name,amount\n");
  }

  /** What must arrive, as {@code id|name|amount}. */
  List<String> rows() {
    return rows;
  }

  /** What must be set aside. */
  List<Letter> letters() {
    return letters;
  }

  /** Mixed line ends, blank lines, a byte-order mark; the last line has no end. */
  private void lines(String name, int malformed, boolean marked) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        Lines out = new Lines(name, file)) {
      if (marked) {
        file.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
      }
      fill(out, malformed);
      if (!marked) {
        longest(out);
      }
      good(out, "");
    }
  }

  /** Members that end anywhere. */
  private void packed(String name, int malformed) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (Lines out = new Lines(name, content)) {
      fill(out, malformed);
    }
    byte[] bytes = content.toByteArray();
    try (OutputStream file = Files.newOutputStream(folder.resolve(name))) {
      int at = 0;
      while (at < bytes.length) {
        int size = Math.min(bytes.length - at, 1 + random.nextInt(bytes.length / 4));
        GZIPOutputStream member = new GZIPOutputStream(file);
        member.write(bytes, at, size);
        member.finish();
        at += size;
      }
    }
  }

  private void fill(Lines out, int malformed) throws IOException {
    for (int i = 0; i < malformed; i++) {
      for (int good = random.nextInt(60); good > 0; good--) {
        good(out, random.nextInt(9) == 0 ? "\r\n" : "\n");
      }
      bad(out, HostileLine.values()[i % HostileLine.values().length]);
      if (random.nextInt(5) == 0) {
        out.blank();
      }
    }
  }

  private void good(Lines out, String end) throws IOException {
    int id = nextId++;
    String name = "näme 東京 " + id;
    String amount = id + "." + (10 + random.nextInt(90));
    out.write("{\"id\":%d,\"name\":\"%s\",\"amount\":%s}".formatted(id, name, amount), end);
    rows.add(id + "|" + name + "|" + amount);
  }

  private void bad(Lines out, HostileLine kind) throws IOException {
    byte[] record = kind.record(random.nextInt(1_000_000));
    letters.add(letter(out, kind.name(), kind.reason(), record));
    out.write(record, "\n");
  }

  private static Letter letter(Lines out, String kind, String reason, byte[] record) {
    boolean cut = reason.startsWith("longer than");
    byte[] kept = cut ? java.util.Arrays.copyOf(record, SHOWN) : record;
    return new Letter(out.place(), kind, reason, kept);
  }

  private void longest(Lines out) throws IOException {
    byte[] record = new byte[LONGEST_LINE];
    java.util.Arrays.fill(record, (byte) 'x');
    letters.add(letter(out, "HUGE_LINE", "longer than max_record_bytes", record));
    out.write(record, "\n");
  }

  private void table(String name, int malformed) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        Lines out = new Lines(name, file)) {
      file.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
      out.write("id,name,amount", "\r\n");
      for (int i = 0; i < malformed; i++) {
        for (int good = random.nextInt(60); good > 0; good--) {
          goodField(out);
        }
        HostileField kind = HostileField.values()[i % HostileField.values().length];
        byte[] record = kind.record(random.nextInt(1_000_000));
        letters.add(letter(out, kind.name(), kind.reason(), record));
        out.write(record, "\r\n");
      }
    }
  }

  /** Quoted, of several lines, or plain. */
  private void goodField(Lines out) throws IOException {
    int id = nextId++;
    String name =
        switch (id % 5) {
          case 0 -> "several\nlines of " + id;
          case 1 -> "a \"quoted\", name " + id;
          default -> "name " + id;
        };
    boolean plain = id % 5 > 1;
    String field = plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    out.write(id + "," + field + "," + id + ".25", id % 2 == 0 ? "\n" : "\r\n");
    rows.add(id + "|" + name + "|" + id + ".25");
  }

  /** Counts the lines that are written. */
  private static final class Lines implements AutoCloseable {
    private final String name;
    private final OutputStream out;
    private int line = 1;

    Lines(String name, OutputStream out) {
      this.name = name;
      this.out = out;
    }

    String place() {
      return name + ":" + line;
    }

    void blank() throws IOException {
      write(" ", "\n");
    }

    void write(String text, String end) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8), end);
    }

    void write(byte[] bytes, String end) throws IOException {
      out.write(bytes);
      out.write(end.getBytes(StandardCharsets.UTF_8));
      for (byte each : bytes) {
        line += each == '\n' ? 1 : 0;
      }
      line += end.endsWith("\n") ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
