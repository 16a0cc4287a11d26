package dev.tidemark.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a page that can be typed: those marked {@code sh}. */
final class Document {

  private static final String MARK = "@@@ block ";
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```\\n(\\n?```text\\n(.*?)^```\\n)?", flags());

  /** What is different each time: durations, dates, times, runs of spaces. */
  private static final List<Pattern> CHANGING =
      List.of(
          Pattern.compile("\\b\\d+(\\.\\d+)? s\\b"),
          Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}"),
          Pattern.compile(" {2,}"));

  /** Only where a command takes long, as on a busy machine. */
  private static final Pattern PROGRESS =
      Pattern.compile("^[a-z]+ +\\S+ +[\\d,]+/s .*\\n", Pattern.MULTILINE);

  /** Commands, and what the page says that they print; empty when it doesn't say. */
  record Block(String commands, Optional<String> shown) {}

  private final List<Block> blocks = new ArrayList<>();

  private Document() {}

  private static int flags() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }

  static Document read(Path file) throws IOException {
    Document document = new Document();
    Matcher matcher = BLOCK.matcher(Files.readString(file));
    while (matcher.find()) {
      document.blocks.add(new Block(matcher.group(1), Optional.ofNullable(matcher.group(3))));
    }
    return document;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** All blocks as one script that ends at the first command that fails. */
  String script() {
    StringBuilder script = new StringBuilder("exec 2>&1\nset -e\n");
    for (Block block : blocks) {
      script.append("echo '").append(MARK).append("'\n").append(block.commands());
    }
    return script.toString();
  }

  /** What each block has printed, of the script's output. */
  List<String> printed(String output) {
    String[] parts = output.split(MARK + "\\n", -1);
    return List.of(parts).subList(1, parts.length);
  }

  /** A text without what is different each time; {@code folder} is what a page calls /srv. */
  static String steady(String text, Path folder) {
    String steady = PROGRESS.matcher(text.replace(folder.toString(), "/srv")).replaceAll("");
    for (Pattern changing : CHANGING) {
      steady = changing.matcher(steady).replaceAll("~");
    }
    return steady.strip();
  }
}
