package dev.tidemark.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KafkaServerTest {

  private static final TopicPartition PARTITION = new TopicPartition("words", 0);

  private static KafkaServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = KafkaServer.started();
    server.createTopic("words", 1, Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void whatWasWrittenIsThereAfterAStopAndAfterAKill() throws Exception {
    int before = read().size();
    write(server.bootstrap(), "one");
    server.stop();
    server.start();
    write(server.bootstrap(), "two");
    server.kill();
    server.start();
    assertThat(read()).hasSize(before + 2).endsWith("one", "two");
  }

  @Test
  void anAnswerThatIsLostIsOfARequestThatTookEffect() throws Exception {
    int before = read().size();
    CutProxy proxy = server.proxy();
    proxy.loseAnswerTo(
        request -> new String(request, StandardCharsets.ISO_8859_1).contains("lost-answer"));
    // The producer asks again, and the broker knows that it has the record.
    write(proxy.address(), "lost-answer");
    assertThat(proxy.waitsForRequest()).isFalse();
    assertThat(proxy.cuts()).isPositive();
    assertThat(read()).hasSize(before + 1);
  }

  @Test
  void aProxyThatRefusesIsAServerThatIsDown() throws Exception {
    CutProxy proxy = server.proxy();
    proxy.refuse();
    try {
      assertThatThrownBy(() -> write(proxy.address(), "never"))
          .isInstanceOfAny(ExecutionException.class, TimeoutException.class);
    } finally {
      proxy.restore();
    }
    write(proxy.address(), "again");
    assertThat(read()).endsWith("again").doesNotContain("never");
  }

  @Test
  void aTopicThatWasJustMadeTakesAllThatIsSentAtOnce() throws Exception {
    // Many small requests, of which several are on their way at any time.
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", server.bootstrap(),
            "linger.ms", 0,
            "batch.size", 2_000,
            "request.timeout.ms", 5_000,
            "delivery.timeout.ms", 10_000);
    for (int made = 0; made < 3; made++) {
      String topic = "just-made-" + made;
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
        server.createTopic(topic, 16, Map.of());
        for (int i = 0; i < 4_000; i++) {
          sent.add(producer.send(new ProducerRecord<>(topic, i % 16, "", "word".repeat(25))));
        }
      }
      for (Future<RecordMetadata> each : sent) {
        assertThat(each.get().topic()).isEqualTo(topic);
      }
    }
  }

  @Test
  void theBrokerEndsWithAParentThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                KafkaServer.class.getName())
            .redirectError(new File("/dev/null"))
            .start();
    String address = parent.inputReader().readLine();
    assertThat(address).startsWith("127.0.0.1:");
    List<ProcessHandle> brokers = parent.descendants().toList();
    assertThat(brokers).hasSize(1);
    parent.destroyForcibly().waitFor();
    for (ProcessHandle broker : brokers) {
      assertThat(broker.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  private static void write(String bootstrap, String word) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "max.block.ms", 3000, "delivery.timeout.ms", 60000);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("words", word)).get();
    }
  }

  private static List<String> read() {
    Map<String, Object> config = Map.of("bootstrap.servers", server.bootstrap());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = Optional.ofNullable(consumer.endOffsets(List.of(PARTITION)).get(PARTITION)).get();
      List<String> words = new ArrayList<>();
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
          words.add(each.value());
        }
      }
      return words;
    }
  }
}
