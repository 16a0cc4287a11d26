package dev.tidemark.document;

import java.util.List;

/**
 * A text that was read.
 *
 * @param root empty when the text isn't {@code readable}
 * @param readable whether its syntax is right, so that its keys are worth looking at
 * @param problems of syntax, and keys given twice
 */
public record Document(Value.Mapping root, boolean readable, List<FlowProblem> problems) {

  static Document unreadable(Mark mark, String message, String hint) {
    return new Document(
        new Value.Mapping(new Mark(mark.file(), 1, 1), List.of()),
        false,
        List.of(FlowProblem.at(mark, "", message, hint)));
  }

  static Document of(Value root, List<FlowProblem> problems) {
    if (root instanceof Value.Mapping mapping) {
      return new Document(mapping, true, List.copyOf(problems));
    }
    boolean empty = root instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.NULL;
    return unreadable(
        root.mark(),
        empty
            ? "there is nothing in it; keys with values were expected"
            : "keys with values were expected, but it is " + root.label(),
        "");
  }
}
