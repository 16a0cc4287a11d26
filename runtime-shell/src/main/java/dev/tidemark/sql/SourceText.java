package dev.tidemark.sql;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The query as it was written, to show an expression in a message. */
final class SourceText {

  private static final int SHOWN = 80;

  private final List<String> lines;

  SourceText(String text) {
    this.lines = List.of(text.split("\r\n|\n|\r", -1));
  }

  /** The node's own text, on one line; shortened. */
  String of(SqlNode node) {
    SqlParserPos at = node.getParserPosition();
    if (at.getLineNum() < 1 || at.getEndLineNum() > lines.size()) {
      return node.getKind().toString();
    }
    StringBuilder text = new StringBuilder();
    for (int line = at.getLineNum(); line <= at.getEndLineNum(); line++) {
      String whole = lines.get(line - 1);
      int from = line == at.getLineNum() ? at.getColumnNum() - 1 : 0;
      int to = line == at.getEndLineNum() ? at.getEndColumnNum() : whole.length();
      text.append(text.isEmpty() ? "" : " ")
          .append(whole, Math.min(from, whole.length()), Math.min(to, whole.length()));
    }
    return text.length() <= SHOWN ? text.toString() : text.substring(0, SHOWN) + "...";
  }

  int lineCount() {
    return lines.size();
  }
}
