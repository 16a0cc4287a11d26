package dev.tidemark.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows with aligned columns, two blanks apart; numbers to the right. */
final class TextTable {

  /** Which side a column is aligned to. */
  enum Align {
    LEFT,
    RIGHT
  }

  private static final int HANGING = 2;

  private final List<Align> aligns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headings) {
    for (String heading : headings) {
      aligns.add(heading.startsWith(">") ? Align.RIGHT : Align.LEFT);
    }
    List<String> first = new ArrayList<>();
    for (String heading : headings) {
      first.add(heading.startsWith(">") ? heading.substring(1) : heading);
    }
    rows.add(first);
  }

  TextTable row(String... cells) {
    if (cells.length != aligns.size()) {
      throw new IllegalArgumentException("expected " + aligns.size() + " cells");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without blanks at their ends. */
  List<String> lines() {
    int[] widths = new int[aligns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - width(row.get(i)));
      boolean left = aligns.get(i) == Align.LEFT;
      line.append(left ? row.get(i) + blanks : blanks + row.get(i)).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Text broken into lines of at most a width, at blanks where there are any. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (width(rest) > width) {
      int hard = rest.offsetByCodePoints(0, width);
      int blank = rest.lastIndexOf(' ', hard);
      int cut = blank > 0 ? blank : hard;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** The same of a line that may be indented: what follows its first part is indented more. */
  static List<String> hanging(String line, int columns) {
    int indent = line.length() - line.stripLeading().length();
    List<String> lines = new ArrayList<>();
    for (String each : wrapped(line, Math.max(HANGING, columns - indent - HANGING))) {
      lines.add(" ".repeat(lines.isEmpty() ? indent : indent + HANGING) + each);
    }
    return lines;
  }
}
