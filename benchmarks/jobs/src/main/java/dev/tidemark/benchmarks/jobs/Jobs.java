package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** All jobs by their names; what they read is made once for all of them. Not thread-safe. */
final class Jobs {
  private static final String TARGET = "target_orders";

  private final Servers servers;
  private final Places places;
  private final long records;
  private Optional<OrderData> data = Optional.empty();
  private Optional<OrderTopic> topic = Optional.empty();

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
      case "J2" -> new TopicToTableJob(data(), topic(), target());
      case "J3" -> new TopicToTopicJob(topic());
      case "J4" -> new TableToTableJob(data(), target());
      case "J5" -> new ReadingsJob(10 * records);
      case "J6" -> new StepsJob(target(), records);
      default -> throw new IllegalArgumentException("no job '" + name + "'; there are J1 to J6");
    };
  }

  private IntoTable target() throws IOException, SQLException {
    return new IntoTable(servers.database(), TARGET);
  }

  private OrderData data() throws IOException, SQLException {
    if (data.isEmpty()) {
      data = Optional.of(new OrderData(places.data(), servers.database(), records));
    }
    return data.get();
  }

  private OrderTopic topic() {
    if (topic.isEmpty()) {
      topic = Optional.of(new OrderTopic(servers.kafka(), records));
    }
    return topic.get();
  }
}
