package dev.tidemark.benchmarks.byhand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderParserTest {
  @Test
  void readsFieldsInAnyOrder() throws Exception {
    Order order =
        parse(
            """
            {"note":"a \\"b\\" ü","created_at":"2024-02-29T23:59:58.120Z","status":"paid","currency":"EUR",
             "price":9.5,"quantity":3,"sku":"S-1","more":{"x":[1]},"customer_id":7,"order_id":1}
            """);
    assertThat(order.orderId).isEqualTo(1);
    assertThat(order.customerId).isEqualTo(7);
    assertThat(order.note).isEqualTo("a \"b\" ü");
    assertThat(order.priceCents).isEqualTo(950);
    assertThat(order.totalCents()).isEqualTo(2_850);
    Instant created = Instant.parse("2024-02-29T23:59:58.120Z");
    assertThat(order.createdMicros).isEqualTo(created.toEpochMilli() * 1_000);
  }

  @Test
  void readsAmountsOfAnyPlacesUpToTwo() throws Exception {
    assertThat(parse("{\"price\":12}").priceCents).isEqualTo(1_200);
    assertThat(parse("{\"price\":-0.07}").priceCents).isEqualTo(-7);
    assertThatIOException().isThrownBy(() -> parse("{\"price\":0.001}"));
  }

  @Test
  void readsInstantsAsTheJdkDoes() throws Exception {
    for (String text : new String[] {"1970-01-01T00:00:00Z", "2000-12-31T01:02:03.000456Z"}) {
      Instant at = Instant.parse(text);
      long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
      assertThat(parse("{\"created_at\":\"" + text + "\"}").createdMicros).isEqualTo(micros);
    }
  }

  private static Order parse(String json) throws IOException {
    Order order = new Order();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(OrderParser.next(parser, order)).isTrue();
      assertThat(OrderParser.next(parser, new Order())).isFalse();
    }
    return order;
  }
}
