package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How values of two types compare. */
final class Order {

  private Order() {}

  /** The order of values, one of each type; empty when the types don't compare. */
  static Optional<Comparator<Object>> of(DataType a, DataType b) {
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Optional.of(numbers(Numbers.wider(a, b)));
    }
    if (a instanceof DataType.Array x && b instanceof DataType.Array y) {
      return of(x.element(), y.element()).map(Order::lists);
    }
    if (isText(a) && isText(b)) {
      return Optional.of((x, y) -> ((String) x).compareTo((String) y));
    }
    if (a != b) {
      return isDay(a) && isDay(b)
          ? Optional.of((x, y) -> instant(x).compareTo(instant(y)))
          : Optional.empty();
    }
    return same((Simple) a);
  }

  private static Optional<Comparator<Object>> same(Simple type) {
    return switch (type) {
      case BOOLEAN -> Optional.of((x, y) -> Boolean.compare((Boolean) x, (Boolean) y));
      case BYTES -> Optional.of((x, y) -> Arrays.compareUnsigned((byte[]) x, (byte[]) y));
      case DATE -> Optional.of((x, y) -> ((LocalDate) x).compareTo((LocalDate) y));
      case TIME -> Optional.of((x, y) -> ((LocalTime) x).compareTo((LocalTime) y));
      case TIMESTAMP -> Optional.of((x, y) -> ((Instant) x).compareTo((Instant) y));
      case UUID -> Optional.of(Order::uuids);
      default -> Optional.empty();
    };
  }

  private static Comparator<Object> numbers(DataType wider) {
    if (Numbers.isInteger(wider)) {
      return (x, y) -> Long.compare(((Number) x).longValue(), ((Number) y).longValue());
    }
    if (wider == Simple.DECIMAL) {
      return (x, y) -> exact(x).compareTo(exact(y));
    }
    return Order::doubles;
  }

  /** Not bounded as arithmetic is: comparing decimals costs little, however large they are. */
  private static BigDecimal exact(Object value) {
    return value instanceof BigDecimal d ? d : BigDecimal.valueOf(((Number) value).longValue());
  }

  private static int doubles(Object x, Object y) {
    double a = Numbers.floating(x);
    double b = Numbers.floating(y);
    return a == b ? 0 : Double.compare(a, b);
  }

  /** By their bytes, as they are written; {@link UUID#compareTo} takes them as signed. */
  private static int uuids(Object x, Object y) {
    UUID a = (UUID) x;
    UUID b = (UUID) y;
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  private static Comparator<Object> lists(Comparator<Object> elements) {
    Comparator<Object> nullsFirst = Comparator.nullsFirst(elements);
    return (x, y) -> {
      List<?> a = (List<?>) x;
      List<?> b = (List<?>) y;
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        int order = nullsFirst.compare(a.get(i), b.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(a.size(), b.size());
    };
  }

  private static boolean isText(DataType type) {
    return type == Simple.TEXT || type == Simple.JSON;
  }

  private static boolean isDay(DataType type) {
    return type == Simple.DATE || type == Simple.TIMESTAMP;
  }

  /** A date is its first moment, in UTC. */
  static Instant instant(Object value) {
    return value instanceof LocalDate date
        ? date.atStartOfDay(ZoneOffset.UTC).toInstant()
        : (Instant) value;
  }
}
