package dev.tidemark.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns values into what a key expects; what doesn't fit is reported, and the answer is empty. */
public final class Conversion {
  private final Findings findings;

  /** Reports to these findings. */
  public Conversion(Findings findings) {
    this.findings = findings;
  }

  /** Where it reports to. */
  public Findings findings() {
    return findings;
  }

  /** Text; numbers and booleans as they were written. */
  public Optional<String> text(Value value, String path) {
    return single(value, path, "text").map(Value.Scalar::text);
  }

  /** A whole number from {@code least} to {@code most}. */
  public Optional<Long> integer(Value value, String path, long least, long most) {
    String expected = "a whole number" + bounds(least, most);
    Optional<Value.Scalar> scalar = single(value, path, expected);
    Optional<Long> number =
        scalar
            .filter(found -> found.kind() == Value.Kind.INTEGER)
            .map(found -> new BigDecimal(found.text()))
            .filter(found -> found.compareTo(BigDecimal.valueOf(least)) >= 0)
            .filter(found -> found.compareTo(BigDecimal.valueOf(most)) <= 0)
            .map(BigDecimal::longValueExact);
    if (scalar.isPresent() && number.isEmpty()) {
      mismatch(value, path, expected);
    }
    return number;
  }

  private static String bounds(long least, long most) {
    if (least == Long.MIN_VALUE) {
      return "";
    }
    return most == Long.MAX_VALUE ? " of at least " + least : " from " + least + " to " + most;
  }

  /** A boolean; {@code yes}, {@code no}, {@code on} and {@code off} will do. */
  public Optional<Boolean> flag(Value value, String path) {
    Optional<Value.Scalar> scalar = single(value, path, "true or false");
    Optional<Boolean> flag =
        scalar.flatMap(
            found ->
                switch (found.text().toLowerCase(Locale.ROOT)) {
                  case "true", "yes", "on" -> Optional.of(true);
                  case "false", "no", "off" -> Optional.of(false);
                  default -> Optional.empty();
                });
    if (scalar.isPresent() && flag.isEmpty()) {
      mismatch(value, path, "true or false");
    }
    return flag;
  }

  /** A duration, never negative. */
  public Optional<Duration> duration(Value value, String path) {
    String expected = "a duration such as 200ms, 5m or PT1H";
    Optional<Value.Scalar> scalar = single(value, path, expected);
    Optional<Duration> duration = scalar.flatMap(found -> Quantity.duration(found.text()));
    if (scalar.isPresent() && duration.isEmpty()) {
      mismatch(value, path, expected);
    }
    return duration;
  }

  /** A size in bytes from {@code least} to {@code most}. */
  public Optional<Long> size(Value value, String path, long least, long most) {
    String expected =
        "a size such as 4MB or 1GiB"
            + (least > 0 ? ", at least " + least : "")
            + (most == Long.MAX_VALUE ? "" : ", at most " + most);
    Optional<Value.Scalar> scalar = single(value, path, expected);
    Optional<Long> size =
        scalar
            .flatMap(found -> Quantity.size(found.text()))
            .filter(found -> found >= least && found <= most);
    if (scalar.isPresent() && size.isEmpty()) {
      mismatch(value, path, expected);
    }
    return size;
  }

  /** One of the words, whatever its case. */
  public Optional<String> choice(Value value, String path, List<String> words) {
    String expected = "one of " + String.join(", ", words);
    Optional<Value.Scalar> scalar = single(value, path, expected);
    Optional<String> chosen =
        scalar.flatMap(found -> words.stream().filter(found.text()::equalsIgnoreCase).findFirst());
    if (scalar.isPresent() && chosen.isEmpty()) {
      String near =
          Nearest.to(scalar.get().written(), words)
              .map(word -> "did you mean '" + word + "'?")
              .orElse("");
      findings.problem(path, "expected " + expected + ", was " + Quoted.of(value), near);
    }
    return chosen;
  }

  /** Texts; one text counts as a list of one. */
  public Optional<List<String>> texts(Value value, String path) {
    if (!(value instanceof Value.Items items)) {
      return single(value, path, "a list of texts").map(one -> List.of(one.text()));
    }
    List<String> texts = new ArrayList<>();
    int before = findings.count();
    for (int i = 0; i < items.values().size(); i++) {
      text(items.values().get(i), KeyPath.item(path, i)).ifPresent(texts::add);
    }
    return findings.count() == before && texts.size() == items.values().size()
        ? Optional.of(List.copyOf(texts))
        : Optional.empty();
  }

  /** Texts by key, in the order written. */
  public Optional<Map<String, String>> textMap(Value value, String path) {
    Optional<Value.Mapping> mapping = mapping(value, path);
    Map<String, String> texts = new LinkedHashMap<>();
    mapping.ifPresent(
        found ->
            found
                .entries()
                .forEach(
                    entry ->
                        text(entry.value(), KeyPath.key(path, entry.key()))
                            .ifPresent(text -> texts.put(entry.key(), text))));
    return mapping
        .filter(found -> found.entries().size() == texts.size())
        .map(found -> Collections.unmodifiableMap(texts));
  }

  /** Keys with values. */
  public Optional<Value.Mapping> mapping(Value value, String path) {
    if (value instanceof Value.Mapping mapping) {
      return Optional.of(mapping);
    }
    mismatch(value, path, "keys with values");
    return Optional.empty();
  }

  /** A list. */
  public Optional<List<Value>> items(Value value, String path) {
    if (value instanceof Value.Items items) {
      return Optional.of(items.values());
    }
    mismatch(value, path, "a list");
    return Optional.empty();
  }

  private Optional<Value.Scalar> single(Value value, String path, String expected) {
    if (value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.UNRESOLVED) {
      return Optional.empty();
    }
    if (value instanceof Value.Scalar scalar && scalar.kind() != Value.Kind.NULL) {
      return Optional.of(scalar);
    }
    mismatch(value, path, expected);
    return Optional.empty();
  }

  private void mismatch(Value value, String path, String expected) {
    if (value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.UNRESOLVED) {
      return;
    }
    findings.problem(path, "expected " + expected + ", was " + Quoted.of(value), "");
  }
}
