package dev.tidemark.document;

import java.util.Comparator;

/**
 * Something that the user has to mend. Holds no secret.
 *
 * @param file as the user named it
 * @param line from 1; 0 when it isn't known
 * @param column from 1; 0 when it isn't known
 * @param path the key at fault, {@code stages[2].config.query}; empty for the whole file
 * @param message what is wrong, and what was expected
 * @param hint what to do; may be empty
 */
public record FlowProblem(
    String file, int line, int column, String path, String message, String hint)
    implements Comparable<FlowProblem> {

  private static final int LONGEST_PATH = 200;

  private static final Comparator<FlowProblem> BY_PLACE =
      Comparator.comparing(FlowProblem::file)
          .thenComparingInt(FlowProblem::line)
          .thenComparingInt(FlowProblem::column)
          .thenComparing(FlowProblem::path)
          .thenComparing(FlowProblem::message)
          .thenComparing(FlowProblem::hint);

  /** Puts each on one line, without passwords of URLs: they may hold what the user wrote. */
  public FlowProblem {
    path = shortened(Quoted.line(path));
    message = Quoted.line(message);
    hint = Quoted.line(hint);
  }

  private static String shortened(String path) {
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "...";
  }

  /** A problem at a place. */
  public static FlowProblem at(Mark mark, String path, String message, String hint) {
    return new FlowProblem(mark.file(), mark.line(), mark.column(), path, message, hint);
  }

  /** The same with other words for some; the place stays. */
  FlowProblem replaced(String words, String by) {
    return new FlowProblem(
        file,
        line,
        column,
        path.replace(words, by),
        message.replace(words, by),
        hint.replace(words, by));
  }

  /** One line: {@code flow.yaml:12:5: stages[2].config: what is wrong; what to do}. */
  public String text() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(message);
    if (!hint.isEmpty()) {
      text.append("; ").append(hint);
    }
    return text.toString();
  }

  @Override
  public int compareTo(FlowProblem other) {
    return BY_PLACE.compare(this, other);
  }
}
