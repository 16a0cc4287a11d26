package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Orders;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SplittableRandom;

/** One order; the same number is always the same order. */
record GeneratedOrder(
    long orderId,
    long customerId,
    String sku,
    int quantity,
    BigDecimal price,
    String currency,
    String status,
    Instant createdAt,
    String note) {
  private static final long SEED = 0x5EED_0F_0DE5L;
  private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
  private static final String[] CURRENCIES = {"EUR", "USD", "GBP", "CHF", "SEK", "JPY"};
  private static final String[] WORDS = {
    "please",
    "leave",
    "parcel",
    "with",
    "neighbour",
    "ring",
    "twice",
    "gift",
    "wrap",
    "invoice",
    "office",
    "before",
    "noon",
    "fragile",
    "second",
    "floor",
    "call",
    "ahead",
    "same",
    "address"
  };
  private static final String[] RARE = {
    "\"today\"", "C:\\in", "Zoë", "café", "東京", "line\nbreak", "😀", "tab\there"
  };
  private static final int NOTE_LENGTH = 52;

  static GeneratedOrder numbered(long number) {
    SplittableRandom random = new SplittableRandom(SEED + number * 0x9E37_79B9_7F4A_7C15L);
    return new GeneratedOrder(
        number,
        random.nextLong(1, 100_001),
        "SKU-%05d".formatted(random.nextInt(20_000)),
        random.nextInt(1, 10),
        BigDecimal.valueOf(random.nextLong(99, 100_000), 2),
        CURRENCIES[random.nextInt(CURRENCIES.length)],
        random.nextInt(10) == 0 ? Orders.CANCELLED : random.nextInt(3) == 0 ? "shipped" : "paid",
        FIRST.plusMillis(number * 317),
        note(random));
  }

  private static String note(SplittableRandom random) {
    StringBuilder text = new StringBuilder(NOTE_LENGTH + 16);
    if (random.nextInt(8) == 0) {
      text.append(RARE[random.nextInt(RARE.length)]);
    }
    while (text.length() < NOTE_LENGTH) {
      text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /** As one line of JSON. */
  void writeJson(StringBuilder to) {
    to.append("{\"order_id\":").append(orderId).append(",\"customer_id\":").append(customerId);
    to.append(",\"sku\":\"").append(sku).append("\",\"quantity\":").append(quantity);
    to.append(",\"price\":").append(price.toPlainString());
    to.append(",\"currency\":\"").append(currency).append("\",\"status\":\"").append(status);
    to.append("\",\"created_at\":\"").append(createdAt).append("\",\"note\":\"");
    escape(note, true, to);
    to.append("\"}");
  }

  /** As one row of PostgreSQL's COPY in text format. */
  void writeRow(StringBuilder to) {
    to.append(orderId).append('\t').append(customerId).append('\t').append(sku).append('\t');
    to.append(quantity).append('\t').append(price.toPlainString()).append('\t');
    to.append(currency).append('\t').append(status).append('\t').append(createdAt).append('\t');
    escape(note, false, to);
    to.append('\n');
  }

  private static void escape(String text, boolean quotes, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '\n' -> to.append("\\n");
        case '\t' -> to.append("\\t");
        case '\\' -> to.append("\\\\");
        case '"' -> to.append(quotes ? "\\\"" : "\"");
        default -> to.append(character);
      }
    }
  }
}
