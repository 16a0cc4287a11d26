package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A dead letter as a record of a topic: the payload as it was kept, and in the headers why. */
final class LetterRecord {

  private static final String PREFIX = "tidemark.";

  private LetterRecord() {}

  @SuppressWarnings("NullAway") // the partition is the key's to decide
  static ProducerRecord<byte[], byte[]> of(String topic, SinkSettings settings, DeadLetter letter) {
    RecordHeaders headers = new RecordHeaders();
    add(headers, "pipeline", settings.pipeline());
    add(headers, "stage", letter.stage());
    add(headers, "id", letter.id());
    add(headers, "run", letter.runId());
    add(headers, "error", letter.reason());
    add(headers, "partition", letter.partition().text());
    add(headers, "position", letter.position().text());
    add(headers, "place", letter.place());
    add(headers, "attempts", Integer.toString(letter.attempts()));
    byte[] key = letter.id().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, null, null, key, letter.payload(), headers);
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
  }
}
