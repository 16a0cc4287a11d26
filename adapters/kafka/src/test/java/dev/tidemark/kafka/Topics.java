package dev.tidemark.kafka;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics on the tests' broker, and stages on them. */
final class Topics {

  static final int MAX_RECORD_BYTES = 1024 * 1024;
  static final KafkaServer SERVER = KafkaServer.shared();

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Topics() {}

  /** A name that no other test uses. */
  static String name(String text) {
    return text + "-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  }

  static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", SERVER.bootstrap()));
  }

  /** A new topic. */
  static String create(String text, int partitions) throws Exception {
    String topic = name(text);
    make(topic, partitions, Map.of());
    return topic;
  }

  static void make(String topic, int partitions, Map<String, String> config) throws Exception {
    SERVER.createTopic(topic, partitions, config);
  }

  static void delete(String topic) throws Exception {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      while (admin.listTopics().names().get().contains(topic)) {
        Thread.onSpinWait();
      }
    }
  }

  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", SERVER.bootstrap());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes values into partition 0, without keys. */
  static void write(String topic, String... values)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (String value : values) {
        send(producer, new ProducerRecord<>(topic, 0, null, bytes(value)));
      }
    }
  }

  /** Sends a record; returns when it is there. */
  static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    RecordMetadata unused = producer.send(record).get();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All committed records of a topic, by partition and offset. */
  static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", SERVER.bootstrap(), "isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (Admin admin = admin();
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (PartitionInfo info : consumer.partitionsFor(topic)) {
        TopicPartition place = new TopicPartition(topic, info.partition());
        consumer.assign(List.of(place));
        consumer.seekToBeginning(List.of(place));
        long end = end(admin, place);
        while (consumer.position(place) < end) {
          consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
        }
      }
    }
    return all;
  }

  /** For readers of all records: a commit is answered before those of committed ones get there. */
  static long end(Admin admin, TopicPartition place) {
    try {
      var asked = admin.listOffsets(Map.of(place, OffsetSpec.latest()));
      return asked.partitionResult(place).get().offset();
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(place + " has no end", failed);
    }
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A connection to the tests' broker, by another address where one is given. */
  static Connection connection(String servers) {
    return connection(Map.of(KafkaConnectionType.SERVERS, List.of(servers)));
  }

  static Connection connection(Map<String, Object> given) {
    KafkaConnectionType type = new KafkaConnectionType();
    return new Connection("", KafkaConnectionType.KIND, settings(type.settings(), given));
  }

  /** Settings as the flow reader would make them: with the defaults. */
  static Settings settings(List<Setting> known, Map<String, Object> given) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Setting each : known) {
      each.defaultValue().ifPresent(text -> all.put(each.name(), value(each, text)));
    }
    all.putAll(given);
    return new Settings(known, all);
  }

  private static Object value(Setting setting, String text) {
    return switch (setting.kind()) {
      case BOOLEAN -> Boolean.valueOf(text);
      case INTEGER, SIZE -> Long.valueOf(text);
      case TEXTS -> List.of(text);
      default -> text;
    };
  }

  static StageContext context(List<Setting> known, Map<String, Object> given, boolean streaming) {
    Map<String, Object> all = new HashMap<>(given);
    all.putIfAbsent("connection", connection(SERVER.bootstrap()));
    return new StageContext("flow", "stage", streaming, settings(known, all), MAX_RECORD_BYTES);
  }

  /** Columns by name and type. */
  static Schema columns(String... namesAndTypes) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.add(
          new Column(namesAndTypes[i], DataType.parse(namesAndTypes[i + 1]).orElseThrow(), true));
    }
    return Schema.of(columns);
  }
}
