package dev.tidemark.benchmarks.kafkaconnect;

import dev.tidemark.benchmarks.contender.Orders;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** The transformation: drops what is cancelled, adds the total, and says what is a time. */
public final class SoldOrder implements Transformation<SinkRecord> {
  private static final int PLACES = 2;
  private static final Schema SOLD =
      SchemaBuilder.struct()
          .name("SoldOrder")
          .field("order_id", Schema.INT64_SCHEMA)
          .field("customer_id", Schema.INT64_SCHEMA)
          .field("sku", Schema.STRING_SCHEMA)
          .field("quantity", Schema.INT32_SCHEMA)
          .field("price", Decimal.schema(PLACES))
          .field("currency", Schema.STRING_SCHEMA)
          .field("status", Schema.STRING_SCHEMA)
          .field("created_at", ZonedTimestamp.schema())
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("total", Decimal.schema(PLACES))
          .build();

  @Override
  public @Nullable SinkRecord apply(SinkRecord record) {
    WrittenOffsets.transformed(record.kafkaPartition(), record.kafkaOffset());
    Struct order = (Struct) record.value();
    if (Orders.CANCELLED.equals(order.getString("status"))) {
      return null;
    }
    Struct sold = new Struct(SOLD);
    for (Field field : order.schema().fields()) {
      sold.put(field.name(), order.get(field));
    }
    BigDecimal price = (BigDecimal) order.get("price");
    sold.put("total", price.multiply(BigDecimal.valueOf(order.getInt32("quantity"))));
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        record.keySchema(),
        record.key(),
        SOLD,
        sold,
        record.timestamp());
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}
