package dev.tidemark.benchmarks.kafkastreams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidemark.benchmarks.contender.Orders;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One order as JSON has it; {@code total} isn't there before it was worked out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Order(
    long orderId,
    long customerId,
    String sku,
    int quantity,
    BigDecimal price,
    String currency,
    String status,
    String createdAt,
    @Nullable String note,
    @Nullable BigDecimal total) {

  boolean goesOn() {
    return !status.equals(Orders.CANCELLED);
  }

  Order totalled() {
    return new Order(
        orderId,
        customerId,
        sku,
        quantity,
        price,
        currency,
        status,
        createdAt,
        note,
        price.multiply(BigDecimal.valueOf(quantity)));
  }
}
