package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * A PostgreSQL store's URL, taken apart: {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE},
 * with the driver's properties, or their names in libpq, and {@code schema} as parameters.
 *
 * @param hosts one or more, by commas, each with its port or without
 * @param database as it is called
 * @param schema where the store's tables are
 * @param properties what the driver is told, secrets included
 */
record PostgresUrl(String hosts, String database, String schema, Properties properties) {

  static final String SCHEMA = "tidemark_store";

  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)"
              + "/(?<database>[^/?#]+)(?:\\?(?<more>[^#]*))?");
  private static final String EXPECTED =
      "expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password";

  /** What libpq calls the driver's properties, where it doesn't use their names. */
  private static final Map<String, String> LIBPQ =
      Map.of(
          "application_name", "ApplicationName",
          "connect_timeout", "connectTimeout",
          "gssencmode", "gssEncMode",
          "sslnegotiation", "sslNegotiation",
          "channel_binding", "channelBinding");

  /**
   * Takes a URL apart.
   *
   * @throws StoreException when it is none; without its secrets
   */
  static PostgresUrl parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(EXPECTED);
    }
    Properties properties = new Properties();
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.APPLICATION_NAME.set(properties, "tidemark");
    PGProperty.SOCKET_TIMEOUT.set(properties, 60);
    String login = form.group("login");
    if (login != null) {
      int colon = login.indexOf(':');
      properties.setProperty("user", decoded(colon < 0 ? login : login.substring(0, colon)));
      if (colon >= 0) {
        properties.setProperty("password", decoded(login.substring(colon + 1)));
      }
    }
    String schema = SCHEMA;
    String more = form.group("more");
    for (String pair : more == null || more.isEmpty() ? new String[0] : more.split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (name.equals("schema")) {
        schema = value;
      } else {
        properties.setProperty(property(name), value);
      }
    }
    if (schema.isBlank()) {
      throw wrong("'schema' is empty; leave it out for " + SCHEMA);
    }
    String hosts = form.group("hosts");
    return new PostgresUrl(
        hosts.isEmpty() ? "localhost" : hosts, decoded(form.group("database")), schema, properties);
  }

  /** As the driver takes it; the login is among the properties. */
  String jdbc() {
    return "jdbc:postgresql://"
        + hosts
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** For people; without secrets. */
  String shown() {
    String place = "postgresql://" + hosts + "/" + database;
    return schema.equals(SCHEMA) ? place : place + "?schema=" + schema;
  }

  /** The secrets stay out of it. */
  @Override
  public String toString() {
    return shown();
  }

  private static String property(String name) {
    String property = LIBPQ.getOrDefault(name, name);
    if (PGProperty.forName(property) == null) {
      throw wrong(
          ("it has no parameter '%s'; there are schema, and those of PostgreSQL's JDBC driver,"
                  + " such as sslmode")
              .formatted(name));
    }
    return property;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw wrong("a % in it begins no %XX; write %25 for a % in a password");
    }
  }

  private static StoreException wrong(String why) {
    return new StoreException(Kind.UNUSABLE, "no store at 'postgresql://...': " + why, null);
  }
}
