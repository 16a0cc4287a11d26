package dev.tidemark.kafka;

import dev.tidemark.connector.Source;
import dev.tidemark.contract.SourceContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;

/** A topic of two partitions with good and bad records, a tombstone and aborted transactions. */
class KafkaSourceContractTest extends SourceContract {

  private static String topic;

  @BeforeAll
  static void fill() throws Exception {
    topic = Topics.create("contract", 2);
    String id = Topics.name("writer");
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of("transactional.id", id))) {
      producer.initTransactions();
      for (int i = 0; i < 12; i++) {
        producer.beginTransaction();
        String value = i == 5 ? "{broken" : "{\"id\": %d, \"name\": \"n%d\"}".formatted(i, i);
        Topics.send(
            producer,
            new ProducerRecord<>(
                topic,
                i % 2,
                Topics.bytes("k" + i),
                i == 7 ? null : Topics.bytes(value),
                List.of()));
        producer.flush();
        if (i == 2 || i == 11) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    Topics.write(topic, "{\"id\": 12}", "{\"id\": 13}", "{\"id\": \"odd\"}");
  }

  private static Source open(boolean streaming) {
    return new KafkaSourceType()
        .open(Topics.context(SourceSettings.SETTINGS, Map.of("topics", List.of(topic)), streaming));
  }

  @Override
  protected Source newSource() {
    return open(false);
  }

  @Override
  protected Optional<Source> newStream() {
    return Optional.of(open(true));
  }

  @Override
  protected int records() {
    return 13;
  }
}
