package dev.tidemark.benchmarks.kafkaconnect;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * J2: at least once with an upsert, which makes the result right; Debezium's JDBC sink with two
 * tasks, batches of 5,000 and inserts from arrays. JSON's schema is given once, to the converter.
 */
public final class TopicToTable implements Contender {
  private static final long LOOK_MILLIS = 10;
  private static final int BATCH = 5_000;
  private static final String SCHEMA =
      """
      {"type":"struct","name":"Order","fields":[
        {"field":"order_id","type":"int64"},{"field":"customer_id","type":"int64"},
        {"field":"sku","type":"string"},{"field":"quantity","type":"int32"},
        {"field":"price","type":"bytes","name":"org.apache.kafka.connect.data.Decimal",
         "version":1,"parameters":{"scale":"2"}},
        {"field":"currency","type":"string"},{"field":"status","type":"string"},
        {"field":"created_at","type":"string"},
        {"field":"note","type":"string","optional":true}]}\
      """;

  private final AtomicInteger jobs = new AtomicInteger();
  private Optional<StandaloneWorker> worker = Optional.empty();

  @Override
  public void run(Task task) throws Exception {
    StandaloneWorker running = worker(task);
    String name = "orders-" + ProcessHandle.current().pid() + "-" + jobs.incrementAndGet();
    Map<Integer, Long> ends = WrittenOffsets.ends(task.text("bootstrap"), task.text("topic"));
    WrittenOffsets.forget();
    running.create(name, settings(name, task));
    try {
      while (!WrittenOffsets.haveReached(ends)) {
        running.checkRunning(name);
        Thread.sleep(LOOK_MILLIS);
      }
    } finally {
      running.delete(name);
    }
  }

  private StandaloneWorker worker(Task task) {
    if (worker.isEmpty()) {
      worker =
          Optional.of(
              new StandaloneWorker(task.text("bootstrap"), System.getProperty("java.io.tmpdir")));
    }
    return worker.get();
  }

  private static Map<String, String> settings(String name, Task task) {
    Map<String, String> settings = new HashMap<>();
    settings.put("name", name);
    settings.put("connector.class", ObservedSink.class.getName());
    settings.put("tasks.max", "2");
    settings.put("topics", task.text("topic"));
    settings.put("consumer.override.max.poll.records", Integer.toString(BATCH));
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("value.converter.schemas.enable", "true");
    settings.put("value.converter.schema.content", SCHEMA);
    settings.put("transforms", "sold");
    settings.put("transforms.sold.type", SoldOrder.class.getName());
    settings.put("collection.name.format", task.text("to"));
    settings.put("insert.mode", "upsert");
    settings.put("primary.key.mode", "record_value");
    settings.put("primary.key.fields", "order_id");
    settings.put("schema.evolution", "none");
    settings.put("batch.size", Integer.toString(BATCH));
    settings.put("dialect.postgres.unnest.insert.enabled", "true");
    login(settings, task.text("url"));
    return settings;
  }

  /** Debezium wants the user apart from the URL. */
  private static void login(Map<String, String> settings, String url) {
    Properties parts = Driver.parseURL(url, new Properties());
    if (parts == null) {
      throw new IllegalArgumentException("no URL of a PostgreSQL database: " + url);
    }
    settings.put("connection.url", url);
    settings.put("connection.username", parts.getProperty(PGProperty.USER.getName(), "postgres"));
    settings.put("connection.password", parts.getProperty(PGProperty.PASSWORD.getName(), ""));
  }
}
