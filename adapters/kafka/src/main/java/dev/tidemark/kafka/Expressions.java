package dev.tidemark.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlExpression;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What of a record is computed from its row, beside a json value. Immutable.
 *
 * @param key null for none, as the other expressions
 * @param headersAt where the column {@code _headers} stands; negative for none
 * @param valueAt where the column of a text or bytes value stands; negative for json
 */
record Expressions(
    @Nullable SqlExpression key,
    DataFormat keyFormat,
    List<Named> named,
    int headersAt,
    @Nullable SqlExpression timestamp,
    @Nullable SqlExpression partition,
    @Nullable SqlExpression tombstone,
    int valueAt,
    DataType valueType) {

  /** A header. */
  record Named(String name, SqlExpression value) {}

  /**
   * For rows of these columns.
   *
   * @throws InvalidStageException when a setting doesn't fit them
   */
  static Expressions compile(SinkSettings settings, Schema schema) throws InvalidStageException {
    List<Named> headers = new ArrayList<>();
    for (Map.Entry<String, String> each : settings.headers().entrySet()) {
      String name = each.getKey();
      headers.add(new Named(name, compiled("headers." + name, each.getValue(), schema)));
    }
    int valueAt = settings.format() == DataFormat.JSON ? -1 : valueColumn(settings, schema);
    SqlExpression timestamp =
        optional(
            "timestamp", settings.timestamp().or(() -> own(Metadata.TIMESTAMP, schema)), schema);
    require("timestamp", timestamp, List.of(Simple.TIMESTAMP));
    SqlExpression partition = optional("partition", settings.partition(), schema);
    require("partition", partition, List.of(Simple.INT32, Simple.INT64));
    SqlExpression tombstone = optional("tombstone_when", settings.tombstoneWhen(), schema);
    require("tombstone_when", tombstone, List.of(Simple.BOOLEAN));
    return new Expressions(
        optional("key", settings.key().or(() -> own(Metadata.KEY, schema)), schema),
        settings.keyFormat(),
        List.copyOf(headers),
        schema.indexOf(Metadata.HEADERS.column().name()).orElse(-1),
        timestamp,
        partition,
        tombstone,
        valueAt,
        valueAt < 0 ? Simple.JSON : schema.column(valueAt).type());
  }

  private static Optional<String> own(Metadata column, Schema schema) {
    String name = column.column().name();
    return schema.indexOf(name).isPresent() ? Optional.of(name) : Optional.empty();
  }

  private static @Nullable SqlExpression optional(
      String setting, Optional<String> text, Schema schema) throws InvalidStageException {
    return text.isEmpty() ? null : compiled(setting, text.get(), schema);
  }

  private static SqlExpression compiled(String setting, String text, Schema schema)
      throws InvalidStageException {
    try {
      return SqlExpression.compile(text, schema);
    } catch (InvalidSqlException wrong) {
      throw new InvalidStageException(setting, wrong.problem());
    }
  }

  private static void require(
      String setting, @Nullable SqlExpression expression, List<DataType> types)
      throws InvalidStageException {
    if (expression != null && !types.contains(expression.type())) {
      throw new InvalidStageException(
          setting,
          "expected %s, found %s"
              .formatted(
                  String.join(" or ", types.stream().map(DataType::text).toList()),
                  expression.type().text()));
    }
  }

  private static int valueColumn(SinkSettings settings, Schema schema)
      throws InvalidStageException {
    List<String> own =
        schema.columns().stream()
            .map(each -> each.name())
            .filter(name -> Metadata.of(name).isEmpty())
            .toList();
    String only = own.size() == 1 ? own.getFirst() : "value";
    OptionalInt at = schema.indexOf(settings.value().orElse(only));
    if (at.isEmpty()) {
      throw new InvalidStageException(
          SinkSettings.VALUE,
          "there is no column %s; name the one that is the value, of %s"
              .formatted(settings.value().orElse(only), String.join(", ", own)));
    }
    DataType type = schema.column(at.getAsInt()).type();
    if (settings.format() == DataFormat.BYTES && type != Simple.BYTES && type != Simple.TEXT) {
      throw new InvalidStageException(
          SinkSettings.VALUE,
          "column %s is %s; format: bytes needs bytes or text"
              .formatted(schema.column(at.getAsInt()).name(), type.text()));
    }
    return at.getAsInt();
  }

  byte @Nullable [] key(RowBatch rows, int row, Instant at) {
    if (key == null) {
      return null;
    }
    if (keyFormat != DataFormat.JSON) {
      return bytes(key, rows, row, at);
    }
    Object value = key.value(rows, row, at);
    return value == null ? null : json(key.type(), value);
  }

  /** The value of a text or bytes record; null for a tombstone. */
  byte @Nullable [] value(RowBatch rows, int row) {
    return bytes(valueAt, valueType, rows, row);
  }

  boolean isTombstone(RowBatch rows, int row, Instant at) {
    return tombstone != null && Boolean.TRUE.equals(tombstone.value(rows, row, at));
  }

  /** Null for none. */
  @Nullable RecordHeaders headers(RowBatch rows, int row, Instant at) throws MisfitException {
    Object kept = headersAt < 0 ? null : rows.value(row, headersAt);
    boolean none = kept == null || kept.equals(HeaderJson.EMPTY);
    if (none && named.isEmpty()) {
      return null;
    }
    RecordHeaders headers = new RecordHeaders();
    if (!none && kept instanceof String text) {
      HeaderJson.add(text, headers);
    }
    for (Named each : named) {
      headers.add(each.name(), bytes(each.value(), rows, row, at));
    }
    return headers;
  }

  @Nullable Long timestamp(RowBatch rows, int row, Instant at) throws MisfitException {
    if (timestamp == null || !(timestamp.value(rows, row, at) instanceof Instant time)) {
      return null;
    }
    if (time.toEpochMilli() < 0) {
      throw new MisfitException("the record's time %s is before 1970".formatted(time));
    }
    return time.toEpochMilli();
  }

  @Nullable Integer partition(RowBatch rows, int row, Instant at, int partitions)
      throws MisfitException {
    if (partition == null || !(partition.value(rows, row, at) instanceof Number number)) {
      return null;
    }
    if (number.longValue() < 0 || number.longValue() >= partitions) {
      throw new MisfitException(
          "partition %d: the topic has partitions 0 to %d"
              .formatted(number.longValue(), partitions - 1));
    }
    return number.intValue();
  }

  private static byte @Nullable [] bytes(
      SqlExpression expression, RowBatch rows, int row, Instant at) {
    if (expression.column().isPresent()) {
      return bytes(expression.column().getAsInt(), expression.type(), rows, row);
    }
    Object value = expression.value(rows, row, at);
    return value == null ? null : bytes(expression.type(), value);
  }

  /** Of a column, without a text in between where it is held as bytes. */
  private static byte @Nullable [] bytes(int column, DataType type, RowBatch rows, int row) {
    if (rows.column(column) instanceof ColumnVector.Texts texts) {
      int from = texts.starts()[row];
      int length = texts.lengths()[row];
      return length == ColumnVector.Texts.NULL
          ? null
          : Arrays.copyOfRange(texts.bytes(), from, from + length);
    }
    Object value = rows.value(row, column);
    return value == null ? null : bytes(type, value);
  }

  private static byte[] bytes(DataType type, Object value) {
    return value instanceof byte[] raw
        ? raw
        : TextValues.format(type, value).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] json(DataType type, Object value) {
    boolean bare =
        type instanceof DataType.Array
            || List.of(Simple.BOOLEAN, Simple.INT32, Simple.INT64, Simple.DECIMAL, Simple.JSON)
                .contains(type)
            || (value instanceof Double number && Double.isFinite(number));
    String text = TextValues.format(type, value);
    return (bare ? text : JsonNodeFactory.instance.textNode(text).toString())
        .getBytes(StandardCharsets.UTF_8);
  }
}
