package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.format.CsvDialect;
import dev.tidemark.format.CsvRowWriter;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a file is read, its records are the same. */
class FileSourceProperties {

  private static final Schema SCHEMA = Fixture.schema("id:int64", "text:text", "price:decimal");

  @Property(tries = 150)
  void jsonLinesAreReadAlikeHoweverTheyAreCut(
      @ForAll("rows") List<Object[]> rows, @ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<byte[]> lines = new ArrayList<>();
    for (Object[] row : rows) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      new JsonRowWriter(SCHEMA).write(row, line);
      lines.add(line.toByteArray());
    }
    check(join(lines, random, true), "a.jsonl", rows, random);
  }

  @Property(tries = 150)
  void csvIsReadAlikeHoweverItIsCut(@ForAll("rows") List<Object[]> rows, @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    CsvRowWriter writer = new CsvRowWriter(SCHEMA, CsvDialect.DEFAULT);
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    writer.writeHeader(header);
    lines.add(header.toByteArray());
    for (Object[] row : rows) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      writer.write(row, line);
      lines.add(line.toByteArray());
    }
    check(join(lines, random, false), "a.csv", rows, random);
  }

  private static void check(byte[] content, String name, List<Object[]> rows, Random random)
      throws Exception {
    Path folder = Fixture.folder();
    List<String> expected = rows.stream().map(Arrays::deepToString).toList();
    Path plain = Files.write(folder.resolve(name), content);
    Path gzip = Files.write(folder.resolve(name + ".gz"), Fixture.gzip(members(content, random)));
    for (Path file : List.of(plain, gzip)) {
      SourceCheck check =
          new SourceCheck(
              () -> Fixture.source(file, false, 4096, java.util.Map.of()), SCHEMA, random);
      assertThat(check.everyRecordOnce(6)).containsExactlyElementsOf(expected);
    }
  }

  /** Cut anywhere, also in the middle of a record; now and then an empty one. */
  private static List<byte[]> members(byte[] content, Random random) {
    List<byte[]> members = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      int size = Math.min(content.length - at, random.nextInt(300));
      members.add(Arrays.copyOfRange(content, at, at + size));
      at += size;
    }
    if (members.isEmpty() || random.nextBoolean()) {
      members.add(new byte[0]);
    }
    return members;
  }

  /** Lines with either kind of end, some blank ones between, the last perhaps without an end. */
  private static byte[] join(List<byte[]> lines, Random random, boolean spaces) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextInt(4) == 0) {
      out.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < lines.size(); i++) {
      out.write(lines.get(i));
      boolean last = i == lines.size() - 1;
      if (!last || random.nextBoolean()) {
        out.write((random.nextBoolean() ? "\n" : "\r\n").getBytes(StandardCharsets.UTF_8));
        while (random.nextInt(5) == 0) {
          out.write((spaces ? " \t\n" : "\r\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return out.toByteArray();
  }

  @Provide
  Arbitrary<List<Object[]>> rows() {
    Arbitrary<Object> id = Arbitraries.longs().asGeneric().injectNull(0.1);
    Arbitrary<Object> text =
        Arbitraries.oneOf(
                Arbitraries.of(
                    "", "\"", "a,b", "line\nbreak", "cr\r\nlf", "Zürich \uD83D\uDE00 東京"),
                Arbitraries.strings().withChars("ab\",\n\r é漢").ofMaxLength(40),
                Arbitraries.strings().alpha().ofLength(300))
            .asGeneric()
            .injectNull(0.1);
    Arbitrary<Object> price = Arbitraries.bigDecimals().ofScale(4).asGeneric().injectNull(0.1);
    return Combinators.combine(id, text, price)
        .as((a, b, c) -> new Object[] {a, b, c})
        .list()
        .ofMaxSize(40);
  }
}
