package dev.tidemark.connector;

import java.util.List;
import java.util.Optional;

/**
 * One key that a stage's or connection's configuration may have: the published schema of its
 * configuration. Immutable.
 *
 * @param name lower case, words joined by {@code _}
 * @param kind what its value must be
 * @param required whether it must be given
 * @param defaultValue as it would be written; empty when there is none
 * @param choices the values allowed, for {@link Kind#CHOICE}; empty otherwise
 * @param description one sentence
 */
public record Setting(
    String name,
    Kind kind,
    boolean required,
    Optional<String> defaultValue,
    List<String> choices,
    String description) {

  /** What a value must be, and the Java class that {@link Settings} holds for it. */
  public enum Kind {
    /** {@link String}. */
    TEXT,
    /** {@link String}; never printed. */
    SECRET,
    /** One of {@link Setting#choices()}, as {@link String}. */
    CHOICE,
    /** {@link Long}. */
    INTEGER,
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link java.time.Duration}. */
    DURATION,
    /** {@link Long}, bytes. */
    SIZE,
    /** {@link List} of {@link String}; one text counts as a list of one. */
    TEXTS,
    /** {@link java.util.Map} of {@link String} to {@link String}, in the order written. */
    TEXT_MAP,
    /** {@link dev.tidemark.record.Schema}, written as a map of name to type. */
    COLUMNS,
    /** A connection's name or an inline one, resolved: {@link Connection}. */
    CONNECTION,
    /** A path, relative to the flow's folder when not absolute: {@link java.nio.file.Path}. */
    PATH
  }

  /** A setting that must be given. */
  public static Setting required(String name, Kind kind, String description) {
    return new Setting(name, kind, true, Optional.empty(), List.of(), description);
  }

  /** A setting that may be left out, with nothing in its place. */
  public static Setting optional(String name, Kind kind, String description) {
    return new Setting(name, kind, false, Optional.empty(), List.of(), description);
  }

  /** A setting that may be left out, with a default as it would be written. */
  public static Setting optional(String name, Kind kind, String byDefault, String description) {
    return new Setting(name, kind, false, Optional.of(byDefault), List.of(), description);
  }

  /** A setting with the values it may have, the first being the default. */
  public static Setting choice(String name, List<String> choices, String description) {
    return new Setting(
        name, Kind.CHOICE, false, Optional.of(choices.get(0)), List.copyOf(choices), description);
  }

  /** A setting with the values it may have, that must be given. */
  public static Setting requiredChoice(String name, List<String> choices, String description) {
    return new Setting(
        name, Kind.CHOICE, true, Optional.empty(), List.copyOf(choices), description);
  }
}
