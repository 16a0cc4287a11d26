package dev.tidemark.fuzz;

import dev.tidemark.document.Value;
import java.util.Optional;
import java.util.regex.Pattern;

/** A document as JSON. */
final class Json {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final StringBuilder text = new StringBuilder();
  private boolean same = true;

  private Json() {}

  /** The same document; empty where JSON can't spell a value as it was written. */
  static Optional<String> of(Value root) {
    Json json = new Json();
    json.add(root);
    return json.same ? Optional.of(json.text.toString()) : Optional.empty();
  }

  private void add(Value value) {
    switch (value) {
      case Value.Mapping mapping -> {
        text.append('{');
        for (int i = 0; i < mapping.entries().size(); i++) {
          text.append(i == 0 ? "" : ",");
          quote(mapping.entries().get(i).key());
          text.append(':');
          add(mapping.entries().get(i).value());
        }
        text.append('}');
      }
      case Value.Items items -> {
        text.append('[');
        for (int i = 0; i < items.values().size(); i++) {
          text.append(i == 0 ? "" : ",");
          add(items.values().get(i));
        }
        text.append(']');
      }
      case Value.Scalar scalar -> add(scalar);
    }
  }

  private void add(Value.Scalar scalar) {
    String written = scalar.text();
    switch (scalar.kind()) {
      case TEXT, UNRESOLVED -> quote(written);
      case NULL -> text.append("null");
      case BOOLEAN -> {
        text.append(written);
        same &= written.equals("true") || written.equals("false");
      }
      case INTEGER, DECIMAL -> {
        text.append(written);
        same &= NUMBER.matcher(written).matches();
      }
    }
  }

  private void quote(String plain) {
    text.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      text.append(c == '"' || c == '\\' || c < ' ' ? "\\u%04x".formatted((int) c) : c);
    }
    text.append('"');
  }
}
