package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.LetterOutlet.Copy;
import dev.tidemark.connector.OriginalRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A dead letter as a record of a topic: the record that it was, and in the headers why. */
final class LetterRecord {

  private static final String PREFIX = "tidemark.";

  /** What the value is: {@link #ORIGINAL}, {@link #KEPT} or {@link #LEFT_OUT}. */
  private static final String VALUE = "value";

  private static final String ORIGINAL = "original";
  private static final String KEPT = "kept";
  private static final String LEFT_OUT = "left-out";

  /** What a record's length and its fields' lengths take, at the most. */
  private static final int OVERHEAD = 256;

  private static final int HEADER_OVERHEAD = 10;
  private static final int LONGEST_REASON = 16 * 1024;

  private LetterRecord() {}

  /** How large a record may be. */
  record Limit(long bytes) {}

  /** With the payload as it was kept. */
  static ProducerRecord<byte[], byte[]> of(String topic, String pipeline, DeadLetter letter) {
    return kept(topic, headers(new RecordHeaders(), pipeline, letter, KEPT), letter);
  }

  /**
   * With the key, value and headers of the original, as far as it is known. A value that the topic
   * doesn't take is left out: then the store has it.
   */
  static ProducerRecord<byte[], byte[]> of(String topic, String pipeline, Copy copy, Limit limit) {
    DeadLetter letter = copy.letter();
    ProducerRecord<byte[], byte[]> record =
        copy.original()
            .map(
                original ->
                    original(
                        topic, headers(headers(original), pipeline, letter, ORIGINAL), original))
            .orElseGet(() -> of(topic, pipeline, letter));
    if (size(record) <= limit.bytes()) {
      return record;
    }
    RecordHeaders ours = headers(new RecordHeaders(), pipeline, letter, LEFT_OUT);
    return record(topic, ours, bytes(letter.id()), null);
  }

  private static RecordHeaders headers(OriginalRecord original) {
    RecordHeaders headers = new RecordHeaders();
    original.headers().forEach(each -> headers.add(each.name(), orNull(each.value())));
    return headers;
  }

  private static RecordHeaders headers(
      RecordHeaders headers, String pipeline, DeadLetter letter, String value) {
    add(headers, "pipeline", pipeline);
    add(headers, "stage", letter.stage());
    add(headers, "id", letter.id());
    add(headers, "run", letter.runId());
    String reason = letter.reason();
    add(headers, "error", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    add(headers, "source", letter.partition().source());
    add(headers, "partition", letter.partition().name());
    add(headers, "position", letter.position().text());
    add(headers, "place", letter.place());
    add(headers, "attempts", Integer.toString(letter.attempts()));
    add(headers, "at", letter.at().toString());
    add(headers, VALUE, value);
    return headers;
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.add(PREFIX + name, bytes(value));
  }

  /** Not at the time of the original: the topic's retention would take an old one at once. */
  private static ProducerRecord<byte[], byte[]> original(
      String topic, RecordHeaders headers, OriginalRecord original) {
    original.timestamp().ifPresent(time -> add(headers, "timestamp", time.toString()));
    return record(topic, headers, orNull(original.key()), orNull(original.value()));
  }

  private static ProducerRecord<byte[], byte[]> kept(
      String topic, RecordHeaders headers, DeadLetter letter) {
    return record(topic, headers, bytes(letter.id()), letter.payload());
  }

  @SuppressWarnings("NullAway") // the client's own way of saying that there is none
  private static ProducerRecord<byte[], byte[]> record(
      String topic, RecordHeaders headers, byte @Nullable [] key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, null, null, key, value, headers);
  }

  @SuppressWarnings("NullAway") // the client's own way of saying that there is none
  private static byte @Nullable [] orNull(Optional<byte[]> bytes) {
    return bytes.orElse(null);
  }

  private static long size(ProducerRecord<byte[], byte[]> record) {
    long size = (long) OVERHEAD + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += (long) HEADER_OVERHEAD + bytes(header.key()).length + length(header.value());
    }
    return size;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
