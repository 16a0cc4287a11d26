package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGProperty;

/**
 * A PostgreSQL database. As a URL, {@code postgresql://user:password@host:port/database}, with any
 * property of the driver behind a question mark.
 */
public final class PostgresConnectionType implements ConnectionType {

  static final String KIND = "postgres";
  static final String HOST = "host";
  static final String PORT = "port";
  static final String DATABASE = "database";
  static final String CONNECT_TIMEOUT = "connect_timeout";
  static final String LOCK_TIMEOUT = "lock_timeout";
  static final String STATEMENT_TIMEOUT = "statement_timeout";
  static final String IDLE_TIMEOUT = "idle_in_transaction_timeout";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String APPLICATION = "application_name";
  private static final String PROPERTIES = "properties";
  private static final String PARAMETERS = "parameters";

  /** Settings that are one property of the driver each, in the order in which help lists them. */
  static final Map<String, PGProperty> DRIVER_NAMES = driverNames();

  private static Map<String, PGProperty> driverNames() {
    Map<String, PGProperty> names = new LinkedHashMap<>();
    names.put(USER, PGProperty.USER);
    names.put(PASSWORD, PGProperty.PASSWORD);
    names.put("sslmode", PGProperty.SSL_MODE);
    names.put("sslrootcert", PGProperty.SSL_ROOT_CERT);
    names.put("sslcert", PGProperty.SSL_CERT);
    names.put("sslkey", PGProperty.SSL_KEY);
    names.put("sslpassword", PGProperty.SSL_PASSWORD);
    names.put(APPLICATION, PGProperty.APPLICATION_NAME);
    return names;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(HOST, Setting.Kind.TEXT, "localhost", "Where the server is."),
        Setting.optional(PORT, Setting.Kind.INTEGER, "5432", "Its port."),
        Setting.required(DATABASE, Setting.Kind.TEXT, "Which database."),
        Setting.required(USER, Setting.Kind.TEXT, "As which role."),
        Setting.optional(PASSWORD, Setting.Kind.SECRET, "Its password."),
        Setting.choice(
            "sslmode",
            List.of("prefer", "disable", "allow", "require", "verify-ca", "verify-full"),
            "Whether the connection is encrypted, and what of the server is checked."),
        Setting.optional("sslrootcert", Setting.Kind.PATH, "The authorities to trust, as PEM."),
        Setting.optional("sslcert", Setting.Kind.PATH, "The role's own certificate, as PEM."),
        Setting.optional(
            "sslkey", Setting.Kind.PATH, "Its key, as PKCS-8 in DER, or PKCS-12 without sslcert."),
        Setting.optional("sslpassword", Setting.Kind.SECRET, "The password of that key."),
        Setting.optional(
            APPLICATION,
            Setting.Kind.TEXT,
            "tidemark",
            "What pg_stat_activity shows, before the pipeline and the stage."),
        Setting.optional(
            CONNECT_TIMEOUT, Setting.Kind.DURATION, "10s", "How long to wait for a connection."),
        Setting.optional(
            LOCK_TIMEOUT,
            Setting.Kind.DURATION,
            "5s",
            "How long a statement waits for a lock before it is tried again."),
        Setting.optional(
            STATEMENT_TIMEOUT,
            Setting.Kind.DURATION,
            "0s",
            "How long a statement may take before it is tried again; 0 is for ever."),
        Setting.optional(
            IDLE_TIMEOUT,
            Setting.Kind.DURATION,
            "8s",
            "After how long the server drops a session of ours that has stopped in the middle of a"
                + " transaction; less than the lease of 10s."),
        Setting.optional(
            PROPERTIES,
            Setting.Kind.TEXT_MAP,
            "Further properties of the JDBC driver, by its names."),
        Setting.optional(
            PARAMETERS, Setting.Kind.TEXT, "The same as a URL has them: name=value&name=value."));
  }

  @Override
  public List<String> schemes() {
    return List.of("postgresql", "postgres");
  }

  @Override
  public Map<String, String> fromUrl(String url) {
    return ConnectionUrl.parse(url, DRIVER_NAMES.keySet(), PARAMETERS);
  }

  /**
   * The driver's properties that have no setting of their own.
   *
   * @throws IllegalArgumentException when one has, or isn't the driver's: names it
   */
  static Map<String, String> furtherProperties(Settings settings) {
    Map<String, String> all = new LinkedHashMap<>();
    settings.optionalText(PARAMETERS).ifPresent(text -> all.putAll(ConnectionUrl.parameters(text)));
    all.putAll(settings.textMap(PROPERTIES));
    for (String name : all.keySet()) {
      String own = ownSetting(name);
      if (!own.isEmpty()) {
        throw new IllegalArgumentException(
            "the driver's property '%s' is this connection's '%s'; write it there"
                .formatted(name, own));
      }
      if (PGProperty.forName(name) == null) {
        throw new IllegalArgumentException(
            "the PostgreSQL driver has no property '%s'; its names are case-sensitive"
                .formatted(name));
      }
    }
    return all;
  }

  private static String ownSetting(String property) {
    if (property.equals(PGProperty.CONNECT_TIMEOUT.getName())) {
      return CONNECT_TIMEOUT;
    }
    return DRIVER_NAMES.entrySet().stream()
        .filter(each -> each.getValue().getName().equals(property))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  @Override
  public ConnectionAnswer check(Settings settings) {
    return PostgresPing.answer(settings);
  }
}
