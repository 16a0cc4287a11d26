package dev.tidemark.postgres;

import dev.tidemark.connector.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a database is and how it is spoken to: a connection's settings, made ready for the driver.
 * Holds no live resource; connects when asked. Prints without secrets.
 */
final class Endpoint {

  /** PostgreSQL cuts longer names without a word. */
  private static final int MOST_NAME = 63;

  private static final int MOST_PORT = 65_535;

  /** Logs what it throws as well. Held here, since loggers are forgotten that nobody holds. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    if (DRIVER.getLevel() == null) {
      DRIVER.setLevel(Level.OFF);
    }
  }

  private final String host;
  private final long port;
  private final String database;
  private final Properties properties;
  private final Timeouts timeouts;

  /**
   * How long the server lets a session of ours wait or idle; zero is for ever.
   *
   * @param lock waiting for a lock
   * @param statement one statement
   * @param idle idling within a transaction; under the lease (Delivery 18)
   */
  record Timeouts(Duration lock, Duration statement, Duration idle) {}

  private Endpoint(Settings settings) {
    this.host = settings.text(PostgresConnectionType.HOST);
    this.port = settings.integer(PostgresConnectionType.PORT);
    if (port < 1 || port > MOST_PORT) {
      throw new IllegalArgumentException(
          "port: expected a number from 1 to %d, was %d".formatted(MOST_PORT, port));
    }
    this.database = settings.text(PostgresConnectionType.DATABASE);
    this.timeouts =
        new Timeouts(
            settings.duration(PostgresConnectionType.LOCK_TIMEOUT),
            settings.duration(PostgresConnectionType.STATEMENT_TIMEOUT),
            settings.duration(PostgresConnectionType.IDLE_TIMEOUT));
    this.properties = properties(settings);
  }

  /** Of a checked connection of this kind. */
  static Endpoint of(Settings settings) {
    return new Endpoint(settings);
  }

  private static Properties properties(Settings settings) {
    Properties properties = new Properties();
    PostgresConnectionType.furtherProperties(settings).forEach(properties::setProperty);
    for (Map.Entry<String, PGProperty> each : PostgresConnectionType.DRIVER_NAMES.entrySet()) {
      if (settings.has(each.getKey())) {
        each.getValue().set(properties, String.valueOf(settings.values().get(each.getKey())));
      }
    }
    long connect = settings.duration(PostgresConnectionType.CONNECT_TIMEOUT).toSeconds();
    PGProperty.CONNECT_TIMEOUT.set(properties, Long.toString(Math.max(1, connect)));
    // The one above ends with the TCP connection; what listens there may never answer.
    if (!PGProperty.LOGIN_TIMEOUT.isPresent(properties)) {
      PGProperty.LOGIN_TIMEOUT.set(properties, Long.toString(Math.max(1, connect)));
    }
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    if (PGProperty.SOCKET_FACTORY.getOrDefault(properties) == null) {
      PGProperty.SOCKET_FACTORY.set(properties, KeptAliveSockets.class.getName());
    }
    // The server's own words are ours to show; those of a statement could hold a value.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    return properties;
  }

  /**
   * Connects; the caller closes it.
   *
   * @param purpose told to the server, after the connection's own {@code application_name}
   */
  Connection connect(String purpose) throws SQLException {
    Properties mine = new Properties();
    mine.putAll(properties);
    PGProperty.APPLICATION_NAME.set(mine, applicationName(purpose));
    Connection connection = new Driver().connect(jdbcUrl(), mine);
    if (connection == null) {
      throw new IllegalStateException("the driver doesn't know its own URL");
    }
    return connection;
  }

  /** What the server knows a session for this purpose by. */
  String applicationName(String purpose) {
    String configured = PGProperty.APPLICATION_NAME.getOrDefault(properties);
    String whole = (configured + " " + purpose).strip().replaceAll("[^\\x20-\\x7e]", "?");
    if (whole.getBytes(StandardCharsets.US_ASCII).length <= MOST_NAME) {
      return whole;
    }
    String hash = Integer.toHexString(whole.hashCode());
    return whole.substring(0, MOST_NAME - hash.length() - 1) + "~" + hash;
  }

  private String jdbcUrl() {
    String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "jdbc:postgresql://"
        + address
        + ":"
        + port
        + "/"
        + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Timeouts timeouts() {
    return timeouts;
  }

  String user() {
    return String.valueOf(PGProperty.USER.getOrDefault(properties));
  }

  /** For people: {@code db.internal:5432/warehouse}. */
  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }
}
