package dev.tidemark.benchmarks.jobs;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** The servers that jobs need, each started when it is needed first. Not thread-safe. */
final class Servers implements AutoCloseable {
  /** Durable, as in production, and with room enough that no checkpoint falls into a turn. */
  static final Map<String, String> POSTGRES =
      Map.of(
          "fsync", "on",
          "full_page_writes", "on",
          "synchronous_commit", "on",
          "shared_buffers", "1GB",
          "max_wal_size", "16GB",
          "checkpoint_timeout", "30min");

  private Optional<PostgresServer> postgres = Optional.empty();
  private Optional<PostgresDatabase> database = Optional.empty();
  private Optional<KafkaServer> kafka = Optional.empty();

  PostgresDatabase database() throws IOException, SQLException {
    if (database.isEmpty()) {
      Progress.say("starting PostgreSQL");
      PostgresServer started = PostgresServer.start(POSTGRES);
      postgres = Optional.of(started);
      database = Optional.of(started.newDatabase());
    }
    return database.get();
  }

  KafkaServer kafka() {
    if (kafka.isEmpty()) {
      Progress.say("starting Kafka");
      kafka = Optional.of(KafkaServer.startedForLoad());
    }
    return kafka.get();
  }

  /** CPU seconds that the servers have used by now. */
  double cpu() throws IOException, SQLException {
    double seconds = kafka.isEmpty() ? 0 : Usage.cpu(kafka.get().pid());
    return database.isEmpty() ? seconds : seconds + Usage.cpuOfFamily(postmaster());
  }

  private long postmaster() throws IOException, SQLException {
    Path folder = Path.of(database().value("show data_directory"));
    return Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().trim());
  }

  @Override
  public void close() throws IOException {
    if (kafka.isPresent()) {
      kafka.get().close();
    }
    if (postgres.isPresent()) {
      postgres.get().close();
    }
  }
}
