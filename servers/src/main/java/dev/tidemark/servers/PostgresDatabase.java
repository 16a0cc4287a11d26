package dev.tidemark.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One database of a {@link PostgresServer}. Nobody needs a password: the server trusts its own
 * host.
 *
 * @param host where the server listens
 * @param port its port; stays the same over a restart
 * @param name the database's name, plain lower-case letters, digits and underscores
 * @param user who connects, plain likewise
 */
public record PostgresDatabase(String host, int port, String name, String user) {
  /** As Tidemark's connections and other programs write it: {@code postgresql://user@host/name}. */
  public String url() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + name;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?user=" + user;
  }

  /** The same database for another user, who has to be there ({@code create role ... login}). */
  public PostgresDatabase as(String other) {
    return new PostgresDatabase(host, port, name, other);
  }

  /** The same database seen through another port, such as a proxy's. */
  public PostgresDatabase through(int other) {
    return new PostgresDatabase(host, other, name, user);
  }

  /** A connection of its own, in auto-commit; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  /** Runs statements, separated by semicolons, on a connection of their own. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row as text; {@code "null"} for null and for no row. */
  public String value(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return String.valueOf(rows.next() ? rows.getString(1) : null);
    }
  }
}
