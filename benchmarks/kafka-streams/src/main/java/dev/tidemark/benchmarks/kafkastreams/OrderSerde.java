package dev.tidemark.benchmarks.kafkastreams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.tidemark.benchmarks.contender.BoundOrder;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Orders from JSON and to JSON by Jackson's data binding, as it is usually done. Thread-safe. */
final class OrderSerde implements Serde<BoundOrder> {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);
  private static final ObjectReader READER = JSON.readerFor(BoundOrder.class);
  private static final ObjectWriter WRITER = JSON.writerFor(BoundOrder.class);

  @Override
  public Serializer<BoundOrder> serializer() {
    return (topic, order) -> {
      try {
        return WRITER.writeValueAsBytes(order);
      } catch (JsonProcessingException e) {
        throw new SerializationException("order " + order.orderId() + " can't be written", e);
      }
    };
  }

  @Override
  public Deserializer<BoundOrder> deserializer() {
    return (topic, value) -> {
      try {
        return READER.readValue(value);
      } catch (IOException e) {
        throw new SerializationException("a record of " + topic + " is no order", e);
      }
    };
  }
}
