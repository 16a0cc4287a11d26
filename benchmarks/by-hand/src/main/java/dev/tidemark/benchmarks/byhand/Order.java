package dev.tidemark.benchmarks.byhand;

import org.jspecify.annotations.Nullable;

/**
 * One order, overwritten by the next: nothing is allocated for it but its texts. Not thread-safe.
 */
final class Order {
  long orderId;
  long customerId;
  String sku = "";
  int quantity;
  long priceCents;
  String currency = "";
  String status = "";
  long createdMicros;
  @Nullable String note;

  /** {@code quantity * price}, in hundredths. */
  long totalCents() {
    return Math.multiplyExact(quantity, priceCents);
  }
}
