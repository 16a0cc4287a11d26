package dev.tidemark.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrdersTest {
  @Test
  void aMergeWritesAllColumnsAndComparesAllButTheKey() {
    assertThat(Orders.merge("staged", "orders"))
        .startsWith("insert into orders as target (order_id, customer_id, ")
        .contains("total = excluded.total where (target.customer_id, ")
        .endsWith("excluded.note, excluded.total)");
  }
}
