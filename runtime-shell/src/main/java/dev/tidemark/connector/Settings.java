package dev.tidemark.connector;

import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stage's or connection's configuration after the flow reader has checked it: every required key
 * is there, defaults are filled in, each value has the class that its {@link Setting.Kind} names.
 * Immutable. Secrets don't print, nor do passwords in URLs.
 */
public final class Settings {

  private final Map<String, Setting> known;
  private final Map<String, Object> values;

  /**
   * Settings with these values.
   *
   * @param known the settings that are published, in order
   * @param values by name, each of its kind's class
   */
  public Settings(List<Setting> known, Map<String, Object> values) {
    this.known = new LinkedHashMap<>();
    known.forEach(setting -> this.known.put(setting.name(), setting));
    this.values = new LinkedHashMap<>(values);
    for (String name : values.keySet()) {
      if (!this.known.containsKey(name)) {
        throw new IllegalArgumentException("setting not published: " + name);
      }
    }
  }

  /** Whether the key was given or has a default. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value of a text, secret or choice. */
  public String text(String name) {
    return get(name, String.class);
  }

  /** The same, when it may be left out. */
  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** The value of an integer or a size in bytes. */
  public long integer(String name) {
    return get(name, Long.class);
  }

  /** The value of a boolean. */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /** The value of a duration. */
  public Duration duration(String name) {
    return get(name, Duration.class);
  }

  /** The value of a path, absolute. */
  public Path path(String name) {
    return get(name, Path.class);
  }

  /** The value of a list of texts; empty when left out. */
  @SuppressWarnings("unchecked")
  public List<String> texts(String name) {
    return has(name) ? (List<String>) get(name, List.class) : List.of();
  }

  /** The value of a map of texts; empty when left out. */
  @SuppressWarnings("unchecked")
  public Map<String, String> textMap(String name) {
    return has(name) ? (Map<String, String>) get(name, Map.class) : Map.of();
  }

  /** Declared columns, when given. */
  public Optional<Schema> columns(String name) {
    return has(name) ? Optional.of(get(name, Schema.class)) : Optional.empty();
  }

  /** The value of a connection, resolved. */
  public Connection connection(String name) {
    return get(name, Connection.class);
  }

  private <T> T get(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("setting neither given nor defaulted: " + name);
    }
    return type.cast(value);
  }

  /** The published settings, in order. */
  public List<Setting> known() {
    return List.copyOf(known.values());
  }

  /** The values by name, secrets included: for writing a configuration out again, not for print. */
  public Map<String, Object> values() {
    return java.util.Collections.unmodifiableMap(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && settings.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The values by name as they may be shown: without secrets. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Setting setting = known.get(name);
          boolean secret = setting != null && setting.kind() == Setting.Kind.SECRET;
          shown.put(name, secret ? "***" : shown(value));
        });
    return shown;
  }

  private static String shown(Object value) {
    return value instanceof Map<?, ?> map
        ? UrlSecrets.masked(map).toString()
        : UrlSecrets.masked(value.toString());
  }

  @Override
  public String toString() {
    return shown().toString();
  }
}
