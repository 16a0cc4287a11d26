package dev.tidemark.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The keys of one mapping, read one after another; {@link #refuseOthers} then reports the keys that
 * nobody asked for. A key may be written {@code output_queue} or {@code outputQueue}. A key without
 * value counts as left out. Not thread-safe.
 */
public final class Section {
  private final String path;
  private final Conversion conversion;
  private final Map<String, Value.Entry> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /** The mapping at a path. */
  public Section(Value.Mapping mapping, String path, Conversion conversion) {
    this.path = path;
    this.conversion = conversion;
    for (Value.Entry entry : mapping.entries()) {
      Value.Entry other = entries.putIfAbsent(snakeCase(entry.key()), entry);
      if (other != null) {
        conversion
            .findings()
            .problemOfKey(
                KeyPath.key(path, entry.key()),
                "the same key as " + Quoted.of(other.key()),
                "remove one of them");
      }
    }
  }

  /** {@code outputQueue} as {@code output_queue}. */
  public static String snakeCase(String key) {
    return key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** Where the section stands. */
  public String path() {
    return path;
  }

  /** The path of one of its keys, spelled as in the document. */
  public String path(String name) {
    Value.Entry entry = entries.get(name);
    return KeyPath.key(path, entry == null ? name : entry.key());
  }

  /** The value of a key, when it has one. */
  public Optional<Value> value(String name) {
    asked.add(name);
    return Optional.ofNullable(entries.get(name))
        .map(Value.Entry::value)
        .filter(value -> !(value instanceof Value.Scalar one && one.kind() == Value.Kind.NULL));
  }

  /** Reports a key that was not given. */
  public void require(String name, String what) {
    if (value(name).isEmpty()) {
      conversion.findings().problem(path, "'" + name + "' is missing: " + what, "");
    }
  }

  /** A text. */
  public Optional<String> text(String name) {
    return value(name).flatMap(value -> conversion.text(value, path(name)));
  }

  /** A whole number within bounds. */
  public OptionalLong integer(String name, long least, long most) {
    return value(name)
        .flatMap(value -> conversion.integer(value, path(name), least, most))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** A whole number within bounds. */
  public OptionalInt smallInteger(String name, int least, int most) {
    OptionalLong number = integer(name, least, most);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /** A boolean. */
  public Optional<Boolean> flag(String name) {
    return value(name).flatMap(value -> conversion.flag(value, path(name)));
  }

  /** A duration; of at least a millisecond unless {@code zero} may be. */
  public Optional<Duration> duration(String name, boolean zero) {
    Optional<Duration> duration =
        value(name).flatMap(value -> conversion.duration(value, path(name)));
    if (!zero && duration.filter(found -> found.toMillis() < 1).isPresent()) {
      conversion.findings().problem(path(name), "must be at least 1ms", "");
      return Optional.empty();
    }
    return duration;
  }

  /** A size in bytes, at least 1. */
  public OptionalLong size(String name, long most) {
    return value(name)
        .flatMap(value -> conversion.size(value, path(name), 1, most))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** One of the words. */
  public Optional<String> choice(String name, List<String> words) {
    return value(name).flatMap(value -> conversion.choice(value, path(name), words));
  }

  /** A constant of an enum: {@code if_not_present}, {@code PREFIX_IF_NOT_PRESENT} and so on. */
  public <E extends Enum<E>> Optional<E> constant(String name, Class<E> type, String... prefixes) {
    Optional<String> written = value(name).flatMap(value -> conversion.text(value, path(name)));
    Optional<E> found = written.flatMap(text -> EnumWords.parse(type, text, prefixes));
    if (written.isPresent() && found.isEmpty()) {
      List<String> words = EnumWords.words(type);
      value(name)
          .ifPresent(
              value ->
                  conversion
                      .findings()
                      .problem(
                          path(name),
                          "expected one of "
                              + String.join(", ", words)
                              + ", was "
                              + Quoted.of(value),
                          Nearest.to(written.get(), words)
                              .map(word -> "did you mean '" + word + "'?")
                              .orElse("")));
    }
    return found;
  }

  /** Texts; one text counts as a list of one; empty when left out. */
  public List<String> texts(String name) {
    return value(name).flatMap(value -> conversion.texts(value, path(name))).orElseGet(List::of);
  }

  /** Texts by key; empty when left out. */
  public Map<String, String> textMap(String name) {
    return value(name).flatMap(value -> conversion.textMap(value, path(name))).orElseGet(Map::of);
  }

  /** A mapping in the mapping. */
  public Optional<Section> section(String name) {
    return mapping(name).map(mapping -> new Section(mapping, path(name), conversion));
  }

  /** A mapping as it stands. */
  public Optional<Value.Mapping> mapping(String name) {
    return value(name).flatMap(value -> conversion.mapping(value, path(name)));
  }

  /** The mappings of a list; what is no mapping is reported and left out. */
  public List<Section> sections(String name) {
    List<Value> items =
        value(name).flatMap(value -> conversion.items(value, path(name))).orElseGet(List::of);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String item = KeyPath.item(path(name), i);
      conversion
          .mapping(items.get(i), item)
          .ifPresent(mapping -> sections.add(new Section(mapping, item, conversion)));
    }
    return sections;
  }

  /** Where it reports to. */
  public Findings findings() {
    return conversion.findings();
  }

  /** Reports the keys that nobody has asked for, each with the nearest one known. */
  public void refuseOthers() {
    entries.forEach(
        (name, entry) -> {
          if (!asked.contains(name)) {
            conversion
                .findings()
                .problemOfKey(
                    KeyPath.key(path, entry.key()), "unknown key", Nearest.hint(name, asked));
          }
        });
  }
}
