package dev.tidemark.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads {@code postgresql://user:password@host:port/database?name=value}. */
final class ConnectionUrl {

  private static final String EXPECTED =
      "expected postgresql://user:password@host:port/database, with everything but the host and"
          + " the database optional";

  private ConnectionUrl() {}

  /**
   * The settings that a URL stands for; further parameters come as one setting.
   *
   * @param own parameters that are settings under the same name
   * @param further the setting for the others
   * @throws IllegalArgumentException with what was expected, and without the URL's secrets
   */
  static Map<String, String> parse(String url, Set<String> own, String further) {
    int start = url.indexOf("://");
    if (start < 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String rest = url.substring(start + 3);
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    int slash = place.lastIndexOf('/');
    if (slash < 0 || slash == place.length() - 1) {
      throw new IllegalArgumentException(EXPECTED + "; the database is missing");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    readAuthority(place.substring(0, slash), settings);
    settings.put(PostgresConnectionType.DATABASE, decoded(place.substring(slash + 1)));
    readParameters(question < 0 ? "" : rest.substring(question + 1), settings, own, further);
    return settings;
  }

  private static void readAuthority(String authority, Map<String, String> settings) {
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String who = authority.substring(0, at);
      int colon = who.indexOf(':');
      settings.put("user", decoded(colon < 0 ? who : who.substring(0, colon)));
      if (colon >= 0) {
        settings.put("password", decoded(who.substring(colon + 1)));
      }
    }
    String where = authority.substring(at + 1);
    if (where.indexOf(',') >= 0) {
      throw new IllegalArgumentException("expected one host; a list of hosts isn't supported");
    }
    int bracket = where.lastIndexOf(']');
    int colon = where.lastIndexOf(':');
    if (colon > bracket) {
      settings.put(PostgresConnectionType.PORT, where.substring(colon + 1));
    }
    String host = colon > bracket ? where.substring(0, colon) : where;
    if (!host.isEmpty()) {
      settings.put(PostgresConnectionType.HOST, decoded(host));
    }
  }

  private static void readParameters(
      String text, Map<String, String> settings, Set<String> own, String further) {
    StringBuilder others = new StringBuilder();
    for (String pair : text.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (own.contains(name)) {
        settings.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      } else {
        others.append(others.isEmpty() ? "" : "&").append(pair);
      }
    }
    if (!others.isEmpty()) {
      settings.put(further, others.toString());
    }
  }

  /** Names and values of {@code name=value&name=value}. */
  static Map<String, String> parameters(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        found.put(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException(EXPECTED + "; a % isn't followed by two digits", null);
    }
  }
}
