package dev.tidemark.benchmarks.contender;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One order as data binding makes it of JSON, with names in snake case. Contenders that bind
 * records to objects share it.
 *
 * @param total null before it was worked out
 */
public record BoundOrder(
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

  /** Whether the jobs that transform keep it. */
  public boolean goesOn() {
    return !status.equals(Orders.CANCELLED);
  }

  /** The same with its total. */
  public BoundOrder totalled() {
    return new BoundOrder(
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

  /** Sets a statement's parameters, in the order of {@link Orders#OUTPUT}. */
  public void setInto(PreparedStatement statement) throws SQLException {
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
