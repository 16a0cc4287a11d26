package org.example.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One order, made up from its number alone: the same number is the same order, always.
 *
 * @param price of one piece
 * @param createdAt to the microsecond
 */
record Order(
    long id,
    long customer,
    String sku,
    int quantity,
    BigDecimal price,
    String currency,
    String status,
    Instant createdAt,
    @Nullable String note) {

  private static final Instant FIRST = Instant.parse("2026-01-05T08:00:00Z");
  private static final List<String> GOODS =
      List.of("TEA", "COFFEE", "COCOA", "MATE", "HONEY", "CUP", "POT", "FILTER");
  private static final List<String> CURRENCIES = List.of("EUR", "EUR", "EUR", "USD", "GBP");
  private static final List<String> NOTES =
      List.of(
          "a gift: \"happy birthday!\"",
          "bitte im Hinterhaus klingeln – danke",
          "お急ぎ便",
          "first floor,\nsecond door",
          "it's 50% off\\reduced",
          "☕ extra strong");

  static Order numbered(long id) {
    SplittableRandom chance = new SplittableRandom(id);
    return new Order(
        id,
        1 + chance.nextLong(5_000),
        "%s-%04d".formatted(one(GOODS, chance), chance.nextInt(1_000)),
        1 + chance.nextInt(12),
        BigDecimal.valueOf(99 + chance.nextLong(9_900), 2),
        one(CURRENCIES, chance),
        status(chance.nextInt(100)),
        FIRST.plusSeconds(id * 3).plusNanos(chance.nextInt(1_000_000) * 1_000L),
        chance.nextInt(5) == 0 ? one(NOTES, chance) : null);
  }

  private static String one(List<String> of, SplittableRandom chance) {
    return of.get(chance.nextInt(of.size()));
  }

  private static String status(int percent) {
    return percent < 60 ? "paid" : percent < 90 ? "shipped" : "cancelled";
  }

  boolean isCancelled() {
    return status.equals("cancelled");
  }

  /** The message in the topic. */
  String json() {
    return """
    {"order_id":%d,"customer_id":%d,"sku":%s,"quantity":%d,"price":%s,"currency":%s,\
    "status":%s,"created_at":%s,"note":%s}\
    """
        .formatted(
            id,
            customer,
            quoted(sku),
            quantity,
            price.toPlainString(),
            quoted(currency),
            quoted(status),
            quoted(createdAt.toString()),
            note == null ? "null" : quoted(note));
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }

  /** The row that it should become, as {@link OrdersTable} reads one. */
  String row() {
    return Tally.row(
        id,
        customer,
        sku,
        quantity,
        price.multiply(BigDecimal.valueOf(quantity)),
        currency,
        status,
        createdAt,
        note);
  }
}
