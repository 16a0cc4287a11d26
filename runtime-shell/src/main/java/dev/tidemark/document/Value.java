package dev.tidemark.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of a document, and where it was written. Immutable. Texts don't print: see below. */
public sealed interface Value {

  /** Where it begins. */
  Mark mark();

  /** What it is, for messages, without its content: {@code a list}. */
  String label();

  /** Keys with values, in the order written; no key twice. */
  record Mapping(Mark mark, List<Entry> entries) implements Value {
    /** Copies the entries. */
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The value of exactly this key. */
    public Optional<Value> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    @Override
    public String label() {
      return "a mapping";
    }
  }

  /** One key of a mapping. */
  record Entry(String key, Mark mark, Value value) {}

  /** Values one after another. */
  record Items(Mark mark, List<Value> values) implements Value {
    /** Copies the values. */
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String label() {
      return "a list";
    }
  }

  /**
   * A single value. Prints as its kind only, for any text may hold a secret.
   *
   * @param text with variables replaced
   * @param written as it stands in the document; what messages may show
   * @param substituted whether variables were replaced in it
   */
  record Scalar(Mark mark, Kind kind, String text, String written, boolean substituted)
      implements Value {

    /** A value as written, without variables. */
    public static Scalar of(Mark mark, Kind kind, String text) {
      return new Scalar(mark, kind, text, text, false);
    }

    /** A value whose kind follows from its text, as for text without quotes. */
    public static Scalar plain(Mark mark, String text) {
      return of(mark, Kind.of(text), text);
    }

    @Override
    public String label() {
      return kind.label();
    }

    @Override
    public String toString() {
      return "Scalar[" + kind.label() + " at " + mark + "]";
    }
  }

  /** What a single value is. */
  enum Kind {
    NULL("nothing"),
    BOOLEAN("a boolean"),
    INTEGER("a whole number"),
    DECIMAL("a number"),
    TEXT("text"),
    /** Names a variable that isn't set: reported where it was found, and not again. */
    UNRESOLVED("a variable that isn't set");

    private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})");
    private static final Pattern NUMBER =
        Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** With its article, for messages. */
    public String label() {
      return label;
    }

    /** The kind that text without quotes has. A number that begins with 0 is text. */
    public static Kind of(String text) {
      if (NOTHING.matcher(text).matches()) {
        return NULL;
      }
      if (TRUTH.matcher(text).matches()) {
        return BOOLEAN;
      }
      if (WHOLE.matcher(text).matches()) {
        return INTEGER;
      }
      return NUMBER.matcher(text).matches() ? DECIMAL : TEXT;
    }
  }
}
