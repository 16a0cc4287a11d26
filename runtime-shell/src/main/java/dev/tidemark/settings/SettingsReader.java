package dev.tidemark.settings;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.UrlSecrets;
import dev.tidemark.document.Conversion;
import dev.tidemark.document.Findings;
import dev.tidemark.document.KeyPath;
import dev.tidemark.document.Quoted;
import dev.tidemark.document.Section;
import dev.tidemark.document.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks configurations against published settings. Not thread-safe. */
public final class SettingsReader {

  /** Finds the connection that a value names or is. */
  public interface Connections {
    /** The connection; empty when there is none, which has been reported then. */
    Optional<Connection> connection(Value value, String path);
  }

  private static final Pattern WRITTEN_DEFAULT = Pattern.compile(":-[^}]");

  private final Conversion conversion;
  private final Path folder;
  private final Connections connections;
  private final boolean warnOfSecrets;

  /**
   * A reader for one document.
   *
   * @param conversion where problems go
   * @param folder what relative paths are relative to
   * @param warnOfSecrets whether secrets don't belong in this document
   */
  public SettingsReader(
      Conversion conversion, Path folder, Connections connections, boolean warnOfSecrets) {
    this.conversion = conversion;
    this.folder = folder.toAbsolutePath().normalize();
    this.connections = connections;
    this.warnOfSecrets = warnOfSecrets;
  }

  /** Checks one configuration; empty when something is wrong, which has been reported then. */
  public Optional<Settings> read(List<Setting> known, Value.Mapping config, String path) {
    int before = conversion.findings().count();
    Section section = new Section(config, path, conversion);
    Map<String, Object> values = new LinkedHashMap<>();
    Set<String> unusable = new LinkedHashSet<>();
    for (Setting setting : known) {
      Optional<Value> written = section.value(setting.name());
      written
          .or(() -> byDefault(setting, config))
          .flatMap(value -> convert(setting, value, section.path(setting.name())))
          .ifPresentOrElse(
              value -> values.put(setting.name(), value), () -> unusable.add(setting.name()));
      if (setting.required() && written.isEmpty()) {
        conversion.findings().problem(path, missing(setting), "");
      }
    }
    section.refuseOthers();
    boolean whole =
        known.stream()
            .noneMatch(
                setting ->
                    unusable.contains(setting.name())
                        && (setting.required() || section.value(setting.name()).isPresent()));
    return whole && conversion.findings().count() == before
        ? Optional.of(new Settings(known, values))
        : Optional.empty();
  }

  private static String missing(Setting setting) {
    String words =
        setting.choices().isEmpty() ? "" : " (one of " + String.join(", ", setting.choices()) + ")";
    return "'" + setting.name() + "' is missing: " + setting.description() + words;
  }

  private static Optional<Value> byDefault(Setting setting, Value.Mapping config) {
    // An empty default is a text, as if written in quotes; it would be nothing without them.
    return setting
        .defaultValue()
        .map(
            text ->
                text.isEmpty()
                    ? Value.Scalar.of(config.mark(), Value.Kind.TEXT, text)
                    : Value.Scalar.plain(config.mark(), text));
  }

  private Optional<?> convert(Setting setting, Value value, String path) {
    warn(setting, value, path);
    return switch (setting.kind()) {
      case TEXT, SECRET -> conversion.text(value, path);
      case CHOICE -> conversion.choice(value, path, setting.choices());
      case INTEGER -> conversion.integer(value, path, Long.MIN_VALUE, Long.MAX_VALUE);
      case BOOLEAN -> conversion.flag(value, path);
      case DURATION -> conversion.duration(value, path);
      case SIZE -> conversion.size(value, path, 0, Long.MAX_VALUE);
      case TEXTS -> conversion.texts(value, path);
      case TEXT_MAP -> conversion.textMap(value, path);
      case COLUMNS -> new ColumnsReader(conversion).read(value, path);
      case CONNECTION -> connections.connection(value, path);
      case PATH -> path(value, path);
    };
  }

  private void warn(Setting setting, Value value, String path) {
    if (warnOfSecrets && value instanceof Value.Mapping map) {
      for (Value.Entry entry : map.entries()) {
        boolean written = entry.value() instanceof Value.Scalar scalar && !scalar.substituted();
        if (setting.kind() == Setting.Kind.TEXT_MAP
            && written
            && UrlSecrets.isSecretKey(entry.key())) {
          warnOfSecret(conversion.findings(), KeyPath.key(path, entry.key()));
        }
      }
      return;
    }
    if (!warnOfSecrets
        || !(value instanceof Value.Scalar scalar)
        || (scalar.substituted() && !WRITTEN_DEFAULT.matcher(scalar.written()).find())) {
      return;
    }
    boolean secret =
        setting.kind() == Setting.Kind.SECRET
            || !UrlSecrets.masked(scalar.text()).equals(scalar.text());
    if (secret && !scalar.text().isEmpty()) {
      warnOfSecret(conversion.findings(), path);
    }
  }

  /** Warns of a secret at a path. */
  public static void warnOfSecret(Findings findings, String path) {
    findings.warning(
        path,
        "a secret is written in the flow",
        "take it from the environment, ${NAME}, or from a named connection");
  }

  private Optional<Path> path(Value value, String path) {
    Optional<String> text = conversion.text(value, path);
    try {
      return text.map(found -> folder.resolve(found).normalize());
    } catch (InvalidPathException bad) {
      conversion.findings().problem(path, "not a path: " + Quoted.of(value), "");
      return Optional.empty();
    }
  }
}
