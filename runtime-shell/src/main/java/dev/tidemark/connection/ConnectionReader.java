package dev.tidemark.connection;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.UrlSecrets;
import dev.tidemark.document.Conversion;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Nearest;
import dev.tidemark.document.Quoted;
import dev.tidemark.document.Section;
import dev.tidemark.document.Value;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what one document says of a connection: {@code kind} or {@code url}, and its keys. */
final class ConnectionReader {
  private final ConnectionTypes types;
  private final Conversion conversion;
  private final SettingsReader settings;
  private final boolean warnOfSecrets;

  ConnectionReader(ConnectionTypes types, Findings findings, Path folder, boolean warnOfSecrets) {
    this.types = types;
    this.conversion = new Conversion(findings);
    this.warnOfSecrets = warnOfSecrets;
    this.settings = new SettingsReader(conversion, folder, this::nested, warnOfSecrets);
  }

  private Optional<Connection> nested(Value value, String path) {
    conversion.findings().problem(path, "a connection can't have a connection", "");
    return Optional.empty();
  }

  /** The connection; empty when something is wrong, which has been reported then. */
  Optional<Connection> read(String name, Value.Mapping mapping, String path) {
    Section section = new Section(mapping, path, conversion);
    int before = conversion.findings().count();
    Optional<String> url = section.text("url");
    Optional<String> kind = section.text("kind");
    // A variable of the URL that isn't set has been reported, too: what the URL would have said is
    // not missing.
    boolean unknown = url.isEmpty() && section.value("url").isPresent();
    if (conversion.findings().count() > before || unknown) {
      return Optional.empty();
    }
    if (warnOfSecrets && url.isPresent() && writtenSecret(section)) {
      SettingsReader.warnOfSecret(conversion.findings(), section.path("url"));
    }
    return type(section, kind, url)
        .flatMap(type -> read(name, type, all(section, mapping, type, url), path));
  }

  private Optional<Connection> read(
      String name, ConnectionType type, Optional<Value.Mapping> mapping, String path) {
    return mapping
        .flatMap(all -> settings.read(type.settings(), all, path))
        .map(read -> new Connection(name, type.kind(), read));
  }

  private static boolean writtenSecret(Section section) {
    return section.value("url").stream()
        .anyMatch(
            value ->
                value instanceof Value.Scalar scalar
                    && !scalar.substituted()
                    && !UrlSecrets.masked(scalar.text()).equals(scalar.text()));
  }

  private Optional<ConnectionType> type(
      Section section, Optional<String> kind, Optional<String> url) {
    if (kind.isPresent()) {
      Optional<ConnectionType> type = types.kind(kind.get());
      if (type.isEmpty()) {
        conversion
            .findings()
            .problem(
                section.path("kind"),
                "no such kind of connection: " + shown(section, "kind"),
                Nearest.hint(kind.get(), types.kinds()));
      }
      return type;
    }
    Optional<ConnectionType> type = url.flatMap(types::ofUrl);
    if (type.isEmpty() && url.isPresent()) {
      conversion
          .findings()
          .problem(
              section.path("url"),
              "no kind of connection has URLs like this one",
              "known: " + Nearest.listed(types.schemes().stream().map(s -> s + ":").toList()));
    } else if (type.isEmpty() && section.value("kind").isEmpty()) {
      conversion
          .findings()
          .problem(
              section.path(),
              "'kind' is missing: which system it leads to",
              "known kinds: " + Nearest.listed(types.kinds()));
    }
    return type;
  }

  private static String shown(Section section, String name) {
    return section.value(name).map(Quoted::of).orElse("nothing");
  }

  /** The keys written and, below them, those that the URL stands for. */
  private Optional<Value.Mapping> all(
      Section section, Value.Mapping mapping, ConnectionType type, Optional<String> url) {
    List<Value.Entry> entries = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (Value.Entry entry : mapping.entries()) {
      String name = Section.snakeCase(entry.key());
      if (!name.equals("kind") && !name.equals("url")) {
        entries.add(entry);
        given.add(name);
      }
    }
    if (url.isEmpty()) {
      return Optional.of(new Value.Mapping(mapping.mark(), entries));
    }
    try {
      for (Map.Entry<String, String> part : type.fromUrl(url.get()).entrySet()) {
        if (!given.contains(part.getKey())) {
          entries.add(entry(mapping, part));
        }
      }
      return Optional.of(new Value.Mapping(mapping.mark(), entries));
    } catch (IllegalArgumentException bad) {
      String reason = bad.getMessage();
      conversion
          .findings()
          .problem(
              section.path("url"),
              "not a URL of a "
                  + type.kind()
                  + " connection"
                  + (reason == null ? "" : ": " + Quoted.line(reason)),
              "");
      return Optional.empty();
    }
  }

  private static Value.Entry entry(Value.Mapping mapping, Map.Entry<String, String> part) {
    Value value =
        new Value.Scalar(
            mapping.mark(),
            part.getValue().isEmpty() ? Value.Kind.TEXT : Value.Kind.of(part.getValue()),
            part.getValue(),
            "what the url says",
            true);
    return new Value.Entry(part.getKey(), mapping.mark(), value);
  }
}
