package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import java.util.List;
import java.util.Map;

/**
 * A SQLite database: a file. As a URL, what follows {@code sqlite:} or {@code sqlite://} is the
 * path: {@code sqlite:out/a.db}, {@code sqlite:///var/lib/a.db}.
 */
public final class SqliteConnectionType implements ConnectionType {

  static final String KIND = "sqlite";
  static final String PATH = "path";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(
            PATH, Setting.Kind.PATH, "The database file; made when it doesn't exist."));
  }

  @Override
  public List<String> schemes() {
    return List.of(KIND);
  }

  @Override
  public Map<String, String> fromUrl(String url) {
    int colon = url.indexOf(':');
    if (colon < 0 || !Identifier.fold(url.substring(0, colon)).equals(KIND)) {
      throw new IllegalArgumentException("expected sqlite:PATH, like sqlite:out/a.db");
    }
    String rest = url.substring(colon + 1);
    String path = rest.startsWith("//") ? rest.substring(2) : rest;
    if (path.isBlank() || path.indexOf('?') >= 0 || path.startsWith(":memory:")) {
      throw new IllegalArgumentException(
          "expected sqlite:PATH with the path of a file and nothing after it,"
              + " like sqlite:out/a.db or sqlite:///var/lib/a.db");
    }
    return Map.of(PATH, path);
  }

  @Override
  public ConnectionAnswer check(Settings settings) {
    return SqlitePing.answer(settings.path(PATH));
  }
}
