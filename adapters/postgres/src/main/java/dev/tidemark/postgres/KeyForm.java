package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.postgres.TableShape.TableColumn;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When two values are equal to PostgreSQL, and which is the greater. */
final class KeyForm {

  /** Types of the database whose values are equal exactly when their encoded forms are. */
  private static final Set<String> EXACT =
      Set.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "text",
          "varchar",
          "bytea",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "uuid");

  /** Types whose values have several forms, of which one can be made. */
  private static final Set<String> FOLDED = Set.of("numeric", "float4", "float8", "bpchar");

  private KeyForm() {}

  /** Whether values of this column can be told apart before the server sees them. */
  static boolean isUsable(TableColumn column) {
    String known = column.type().known();
    boolean label = !column.type().labels().isEmpty();
    return column.plainOrder() && (label || EXACT.contains(known) || FOLDED.contains(known));
  }

  /** Whether values that are equal to PostgreSQL are so to Java, too, and encoded alike. */
  static boolean isOneForm(Layout.Field field) {
    boolean folded = FOLDED.contains(field.target().type().known());
    return !folded
        || field.column().type() == DataType.Simple.INT32
        || field.column().type() == DataType.Simple.INT64;
  }

  /** Appends a key's value in the one form that all its equals have. */
  static void put(Layout.Field field, BatchRow row, CopyBuffer out)
      throws ConnectorException.Refused {
    Object value = row.value(field.index());
    try {
      field.encoder().encode(folded(value, field.target().type().known()), out);
    } catch (UnfitValueException unfit) {
      throw new ConnectorException.Refused(unfit.reason(), unfit);
    }
  }

  private static Object folded(@Nullable Object value, String type) {
    return switch (value) {
      case BigDecimal number ->
          number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      // -0.0 and 0.0 are one.
      case Double number -> number + 0.0;
      case String text -> type.equals("bpchar") ? withoutPadding(text) : text;
      case null -> throw new IllegalStateException("a key is null");
      default -> value;
    };
  }

  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Whether the value is less than that of an earlier row; null is the least. */
  @SuppressWarnings("unchecked")
  static boolean isOlder(@Nullable Object value, @Nullable Object earlier) {
    if (earlier == null || value == null) {
      return value == null && earlier != null;
    }
    if (value instanceof String text) {
      return compareCodePoints(text, (String) earlier) < 0;
    }
    return ((Comparable<Object>) value).compareTo(earlier) < 0;
  }

  /** As the collation {@code "C"} does on UTF-8. */
  private static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean pairs = Character.isSurrogate(a) != Character.isSurrogate(b);
        return pairs ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
