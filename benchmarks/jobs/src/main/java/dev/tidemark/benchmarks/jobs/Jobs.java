package dev.tidemark.benchmarks.jobs;

import dev.tidemark.servers.PostgresDatabase;
import java.io.IOException;
import java.sql.SQLException;

/** All jobs by their names. */
final class Jobs {
  private static final String TARGET = "target_orders";

  private final Servers servers;
  private final Places places;
  private final long records;

  Jobs(Servers servers, Places places, long records) {
    this.servers = servers;
    this.places = places;
    this.records = records;
  }

  /**
   * Makes one ready, with the servers that it needs.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  Job named(String name) throws IOException, SQLException {
    return switch (name) {
      case "J1" -> new FileToTableJob(data(), target());
      default -> throw new IllegalArgumentException("no job '" + name + "'; there are J1 to J6");
    };
  }

  private IntoTable target() throws IOException, SQLException {
    return new IntoTable(servers.database(), TARGET);
  }

  private OrderData data() throws IOException, SQLException {
    PostgresDatabase database = servers.database();
    return new OrderData(places.data(), database, records);
  }
}
