package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.format.JsonLine;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.BadValueException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes a topic's records of rows; what doesn't fit is refused. */
final class RowEncoder {

  /** More than what a record takes beside its key, value and headers. */
  private static final int OVERHEAD = 128;

  private final SinkSettings settings;
  private final TargetTopic.Limits limits;
  private final Expressions expressions;
  private final int[] valueAt;
  private final JsonRowWriter json;

  /**
   * For rows of these columns.
   *
   * @throws ConnectorException.Terminal when an expression doesn't fit them
   */
  RowEncoder(SinkSettings settings, Schema schema, TargetTopic.Limits limits)
      throws ConnectorException.Terminal {
    this.settings = settings;
    this.limits = limits;
    this.expressions = compiled(settings, schema);
    List<Column> value = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (Metadata.of(schema.column(i).name()).isEmpty()) {
        value.add(schema.column(i));
        at.add(i);
      }
    }
    this.valueAt = at.stream().mapToInt(Integer::intValue).toArray();
    this.json = new JsonRowWriter(Schema.of(value));
  }

  private static Expressions compiled(SinkSettings settings, Schema schema)
      throws ConnectorException.Terminal {
    try {
      return Expressions.compile(settings, schema);
    } catch (InvalidStageException wrong) {
      throw new ConnectorException.Terminal(
          Fault.FLOW, wrong.setting() + ": " + wrong.getMessage(), wrong);
    }
  }

  /**
   * Gives the records of these rows, in order.
   *
   * @throws ConnectorException.Refused naming the row's value and the limit
   */
  void encode(RowBatch rows, Instant plannedAt, Consumer<ProducerRecord<byte[], byte[]>> taker)
      throws ConnectorException.Refused {
    JsonLine line = json.line(valueAt);
    for (int i = 0; i < rows.size(); i++) {
      try {
        taker.accept(record(rows, i, plannedAt, line));
      } catch (MisfitException misfit) {
        throw new ConnectorException.Refused(misfit.reason(), misfit);
      } catch (BadValueException bad) {
        throw new ConnectorException.Refused(String.valueOf(bad.getMessage()), bad);
      }
    }
  }

  @SuppressWarnings("NullAway") // the client's own way of saying that there is none
  private ProducerRecord<byte[], byte[]> record(
      RowBatch rows, int row, Instant plannedAt, JsonLine line) throws MisfitException {
    byte[] key = expressions.key(rows, row, plannedAt);
    if (key == null && limits.keyed()) {
      throw new MisfitException(
          "the key is null, and topic %s is compacted, where each record has one"
              .formatted(settings.topic()));
    }
    byte[] value = expressions.isTombstone(rows, row, plannedAt) ? null : value(rows, row, line);
    RecordHeaders headers = expressions.headers(rows, row, plannedAt);
    requireFit(key, value, headers);
    return new ProducerRecord<>(
        settings.topic(),
        expressions.partition(rows, row, plannedAt, limits.partitions()),
        expressions.timestamp(rows, row, plannedAt),
        key,
        value,
        headers);
  }

  private byte @Nullable [] value(RowBatch rows, int row, JsonLine line) {
    return settings.format() == DataFormat.JSON
        ? line.write(rows, row)
        : expressions.value(rows, row);
  }

  private void requireFit(
      byte @Nullable [] key, byte @Nullable [] value, @Nullable RecordHeaders headers)
      throws MisfitException {
    long size = (long) OVERHEAD + length(key) + length(value);
    if (headers != null) {
      for (Header header : headers) {
        size +=
            10L + length(header.key().getBytes(StandardCharsets.UTF_8)) + length(header.value());
      }
    }
    if (size > limits.maxMessageBytes()) {
      throw new MisfitException(
          "the record takes %d bytes; topic %s takes at most %d (max.message.bytes)"
              .formatted(size, settings.topic(), limits.maxMessageBytes()));
    }
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
