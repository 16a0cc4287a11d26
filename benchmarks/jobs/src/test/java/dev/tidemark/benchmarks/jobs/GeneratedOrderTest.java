package dev.tidemark.benchmarks.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.benchmarks.contender.Orders;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratedOrderTest {
  @Test
  void oneInTenIsCancelled() {
    long cancelled =
        LongStream.rangeClosed(1, 20_000)
            .filter(number -> GeneratedOrder.numbered(number).status().equals(Orders.CANCELLED))
            .count();
    assertThat(cancelled).isBetween(1_850L, 2_150L);
  }

  @Test
  void aLineOfJsonHoldsTheOrder() throws Exception {
    for (long number = 1; number <= 200; number++) {
      GeneratedOrder order = GeneratedOrder.numbered(number);
      StringBuilder line = new StringBuilder();
      order.writeJson(line);
      assertThat(line).doesNotContain("\n");
      JsonNode json = new ObjectMapper().readTree(line.toString());
      assertThat(json.get("order_id").longValue()).isEqualTo(number);
      assertThat(json.get("note").textValue()).isEqualTo(order.note());
      assertThat(json.get("price").decimalValue()).isEqualByComparingTo(order.price());
      assertThat(json.fieldNames()).toIterable().containsExactlyElementsOf(Orders.INPUT);
    }
  }
}
