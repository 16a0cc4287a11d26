package dev.tidemark.benchmarks.flink;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidemark.benchmarks.contender.Orders;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** One order as JSON has it; {@code total} isn't there before it was worked out. */
@JsonNaming(SnakeCaseStrategy.class)
public record Order(
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

  /** In the order of {@link Orders#OUTPUT}. */
  void setInto(PreparedStatement statement) throws SQLException {
    statement.setLong(1, orderId);
    statement.setLong(2, customerId);
    statement.setString(3, sku);
    statement.setInt(4, quantity);
    statement.setBigDecimal(5, price);
    statement.setString(6, currency);
    statement.setString(7, status);
    statement.setObject(8, OffsetDateTime.parse(createdAt));
    statement.setString(9, note);
    statement.setBigDecimal(10, total);
  }
}
