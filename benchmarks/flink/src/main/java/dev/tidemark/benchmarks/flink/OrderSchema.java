package dev.tidemark.benchmarks.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.tidemark.benchmarks.contender.BoundOrder;
import java.io.IOException;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Orders from JSON by Jackson's data binding, as it is usually done. */
final class OrderSchema extends AbstractDeserializationSchema<BoundOrder> {
  private static final long serialVersionUID = 1;
  private static final ObjectReader READER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .readerFor(BoundOrder.class);

  @Override
  public BoundOrder deserialize(byte[] value) throws IOException {
    return READER.readValue(value);
  }
}
