package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * What error codes mean.
 *
 * @param columns how many characters fit on a line
 */
record ErrorPages(int columns) {

  private static final String INDENT = "  ";

  /** One of them, in full. */
  List<String> page(ErrorCode code) {
    List<String> lines = new ArrayList<>();
    lines.add(code.code() + ": " + code.title());
    section(lines, "Means", code.means());
    section(lines, "What to do", code.remedy());
    return lines;
  }

  private void section(List<String> lines, String head, String text) {
    lines.add("");
    lines.add(head + ":");
    // On a terminal the back quotes of the documents are only noise.
    TextTable.wrapped(text.replace("`", ""), columns - INDENT.length())
        .forEach(line -> lines.add(INDENT + line));
  }

  /** All of them, by group. */
  List<String> list() {
    List<String> lines = new ArrayList<>();
    String group = "";
    for (ErrorCode code : ErrorCode.values()) {
      if (!code.group().equals(group)) {
        group = code.group();
        lines.add((lines.isEmpty() ? "" : "\n") + group + ":");
      }
      lines.add(INDENT + code.code() + "  " + code.title());
    }
    lines.add("\nMore on one of them: tidemark help " + ErrorCode.BAD_RECORD.code());
    return lines;
  }
}
