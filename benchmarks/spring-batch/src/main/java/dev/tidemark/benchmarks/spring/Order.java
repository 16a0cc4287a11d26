package dev.tidemark.benchmarks.spring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One order, as its line binds to it. */
record Order(
    @JsonProperty("order_id") long orderId,
    @JsonProperty("customer_id") long customerId,
    String sku,
    int quantity,
    BigDecimal price,
    String currency,
    String status,
    @JsonProperty("created_at") String createdAt,
    @Nullable String note) {
  BigDecimal total() {
    return price.multiply(BigDecimal.valueOf(quantity));
  }
}
