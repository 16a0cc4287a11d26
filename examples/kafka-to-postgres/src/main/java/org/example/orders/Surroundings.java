package org.example.orders;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that has to be gone at the end: two servers, at most one running pipeline, and the folder
 * that they keep things in. {@link #close} may come at any moment, from another thread.
 */
final class Surroundings implements AutoCloseable {
  private final Path flow;
  private final Path folder;
  private @Nullable KafkaServer kafka;
  private @Nullable PostgresServer postgres;
  private @Nullable Process pipeline;
  private volatile boolean closed;

  Surroundings(Path flow, Path folder) {
    this.flow = flow;
    this.folder = folder;
  }

  synchronized OrdersTopic startKafka() throws IOException {
    refuseWhenClosed();
    kafka = KafkaServer.started();
    return new OrdersTopic(kafka.bootstrap());
  }

  synchronized PostgresDatabase startPostgres() throws IOException, SQLException {
    refuseWhenClosed();
    postgres = PostgresServer.start();
    postgres.system().execute("CREATE DATABASE shop");
    return new PostgresDatabase("localhost", postgres.port(), "shop", PostgresServer.USER);
  }

  /** Starts {@code tidemark}, with its output here; one at a time. */
  synchronized Process tidemark(Map<String, String> variables, String... arguments)
      throws IOException {
    refuseWhenClosed();
    ProcessBuilder builder = new ProcessBuilder(System.getenv("TIDEMARK"));
    builder.command().addAll(List.of(arguments));
    builder.command().add(flow.toString());
    builder.environment().putAll(variables);
    pipeline = builder.inheritIO().start();
    return pipeline;
  }

  private void refuseWhenClosed() throws IOException {
    if (closed) {
      throw new IOException("stopped");
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** What tells the flow, and its user, where all is. */
  Map<String, String> variables(OrdersTopic topic, PostgresDatabase database) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("KAFKA", topic.servers());
    variables.put("POSTGRES", database.url());
    variables.put("TIDEMARK_STORE", folder.resolve("state.db").toString());
    return variables;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeAll();
  }

  private synchronized void closeAll() throws IOException {
    if (pipeline != null) {
      pipeline.destroyForcibly().onExit().join();
    }
    if (kafka != null) {
      kafka.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
