package dev.tidemark.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlExpression;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What of a record is computed from its row, beside a json value. Immutable.
 *
 * @param headersAt where the column {@code _headers} stands; negative for none
 * @param valueAt where the column of a text or bytes value stands; negative for json
 */
record Expressions(
    Optional<SqlExpression> key,
    DataFormat keyFormat,
    Map<String, SqlExpression> named,
    int headersAt,
    Optional<SqlExpression> timestamp,
    Optional<SqlExpression> partition,
    Optional<SqlExpression> tombstone,
    int valueAt,
    DataType valueType) {

  /**
   * For rows of these columns.
   *
   * @throws InvalidStageException when a setting doesn't fit them
   */
  static Expressions compile(SinkSettings settings, Schema schema) throws InvalidStageException {
    Map<String, SqlExpression> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : settings.headers().entrySet()) {
      headers.put(each.getKey(), compiled("headers." + each.getKey(), each.getValue(), schema));
    }
    int valueAt = settings.format() == DataFormat.JSON ? -1 : valueColumn(settings, schema);
    Optional<SqlExpression> timestamp =
        optional(
            "timestamp", settings.timestamp().or(() -> own(Metadata.TIMESTAMP, schema)), schema);
    require("timestamp", timestamp, List.of(Simple.TIMESTAMP));
    Optional<SqlExpression> partition = optional("partition", settings.partition(), schema);
    require("partition", partition, List.of(Simple.INT32, Simple.INT64));
    Optional<SqlExpression> tombstone =
        optional("tombstone_when", settings.tombstoneWhen(), schema);
    require("tombstone_when", tombstone, List.of(Simple.BOOLEAN));
    return new Expressions(
        optional("key", settings.key().or(() -> own(Metadata.KEY, schema)), schema),
        settings.keyFormat(),
        headers,
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

  private static Optional<SqlExpression> optional(
      String setting, Optional<String> text, Schema schema) throws InvalidStageException {
    return text.isEmpty() ? Optional.empty() : Optional.of(compiled(setting, text.get(), schema));
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
      String setting, Optional<SqlExpression> expression, List<DataType> types)
      throws InvalidStageException {
    if (expression.isPresent() && !types.contains(expression.get().type())) {
      throw new InvalidStageException(
          setting,
          "expected %s, found %s"
              .formatted(
                  String.join(" or ", types.stream().map(DataType::text).toList()),
                  expression.get().type().text()));
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

  byte @Nullable [] key(@Nullable Object[] row, Instant at) {
    if (key.isEmpty()) {
      return null;
    }
    Object value = key.get().value(row, at);
    DataType type = key.get().type();
    if (value == null) {
      return null;
    }
    return keyFormat == DataFormat.JSON ? json(type, value) : bytes(type, value);
  }

  /** The value of a text or bytes record; null for a tombstone. */
  byte @Nullable [] value(@Nullable Object[] row) {
    Object value = row[valueAt];
    return value == null ? null : bytes(valueType, value);
  }

  boolean isTombstone(@Nullable Object[] row, Instant at) {
    return tombstone.isPresent() && Boolean.TRUE.equals(tombstone.get().value(row, at));
  }

  RecordHeaders headers(@Nullable Object[] row, Instant at) throws MisfitException {
    RecordHeaders headers = new RecordHeaders();
    if (headersAt >= 0 && row[headersAt] instanceof String text) {
      HeaderJson.add(text, headers);
    }
    for (Map.Entry<String, SqlExpression> each : named.entrySet()) {
      Object value = each.getValue().value(row, at);
      headers.add(each.getKey(), value == null ? null : bytes(each.getValue().type(), value));
    }
    return headers;
  }

  @Nullable Long timestamp(@Nullable Object[] row, Instant at) throws MisfitException {
    if (timestamp.isEmpty() || !(timestamp.get().value(row, at) instanceof Instant time)) {
      return null;
    }
    if (time.toEpochMilli() < 0) {
      throw new MisfitException("the record's time %s is before 1970".formatted(time));
    }
    return time.toEpochMilli();
  }

  @Nullable Integer partition(@Nullable Object[] row, Instant at, int partitions)
      throws MisfitException {
    if (partition.isEmpty() || !(partition.get().value(row, at) instanceof Number number)) {
      return null;
    }
    if (number.longValue() < 0 || number.longValue() >= partitions) {
      throw new MisfitException(
          "partition %d: the topic has partitions 0 to %d"
              .formatted(number.longValue(), partitions - 1));
    }
    return number.intValue();
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
