package dev.tidemark.benchmarks.contender;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the jobs' records look like. */
public final class Orders {
  /** Orders of this status are dropped by the jobs that transform: one in ten. */
  public static final String CANCELLED = "cancelled";

  /** The fields of a record that comes in, in the order in which they are written. */
  public static final List<String> INPUT =
      List.of(
          "order_id",
          "customer_id",
          "sku",
          "quantity",
          "price",
          "currency",
          "status",
          "created_at",
          "note");

  /** The fields of what goes out: {@code total} is {@code quantity * price}. */
  public static final List<String> OUTPUT =
      Stream.concat(INPUT.stream(), Stream.of("total")).toList();

  private Orders() {}

  /** Makes the table that orders are merged into. */
  public static String table(String name) {
    return "create table " + name + " (order_id bigint primary key, " + otherColumns() + ")";
  }

  /**
   * Makes a table of the same columns without a key and, as it is temporary, without a log of what
   * is written.
   */
  public static String staging(String name) {
    return "create temporary table " + name + " (order_id bigint, " + otherColumns() + ")";
  }

  /**
   * Merges {@code staging} into {@code table} by key. A row that is there and the same isn't
   * written again.
   *
   * <p>Both have the columns of {@link #table}.
   */
  public static String merge(String staging, String table) {
    var columns = String.join(", ", OUTPUT);
    var others = OUTPUT.subList(1, OUTPUT.size());
    return "insert into %s as target (%s) select %s from %s on conflict (order_id) do update set %s where (%s) is distinct from (%s)"
        .formatted(
            table,
            columns,
            columns,
            staging,
            others.stream()
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", ")),
            others.stream().map("target."::concat).collect(Collectors.joining(", ")),
            others.stream().map("excluded."::concat).collect(Collectors.joining(", ")));
  }

  private static String otherColumns() {
    return "customer_id bigint not null, sku text not null, quantity int not null, price"
        + " numeric(12,2) not null, currency text not null, status text not null, created_at"
        + " timestamptz not null, note text, total numeric(14,2)";
  }
}
