package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** How each type of value is kept. */
final class ValueBinders {

  /** SQLite's numbers keep this many digits of any decimal. */
  private static final int EXACT_DIGITS = 15;

  private static final int EXACT_EXPONENT = 290;

  private ValueBinders() {}

  /** For values of a type in a column of an affinity that {@link Affinity#keeps} it. */
  static ValueBinder of(DataType type, Affinity affinity) {
    if (!(type instanceof DataType.Simple simple)) {
      return (statement, index, value) -> text(statement, index, JsonText.of(type, value));
    }
    return switch (simple) {
      case BOOLEAN -> (statement, index, value) -> statement.setInt(index, (Boolean) value ? 1 : 0);
      case INT32 -> (statement, index, value) -> statement.setInt(index, (Integer) value);
      case INT64 -> (statement, index, value) -> statement.setLong(index, (Long) value);
      case FLOAT64 -> ValueBinders::real;
      case DECIMAL ->
          affinity == Affinity.REAL || affinity == Affinity.NUMERIC
              ? ValueBinders::number
              : (statement, index, value) -> statement.setString(index, decimal(value));
      case TEXT, JSON -> (statement, index, value) -> text(statement, index, (String) value);
      case BYTES -> (statement, index, value) -> statement.setBytes(index, (byte[]) value);
      case DATE, UUID -> (statement, index, value) -> statement.setString(index, value.toString());
      case TIME -> (statement, index, value) -> statement.setString(index, time(value));
      case TIMESTAMP ->
          (statement, index, value) ->
              statement.setString(index, TimestampText.of((Instant) value));
    };
  }

  /** With seconds always, so that texts sort as times do. */
  static String time(Object value) {
    return DateTimeFormatter.ISO_LOCAL_TIME.format((LocalTime) value);
  }

  /** Digit by digit, but for a scale that would need more zeros than anyone reads. */
  static String decimal(Object value) {
    BigDecimal decimal = (BigDecimal) value;
    return Math.abs((long) decimal.scale()) > EXACT_EXPONENT
        ? decimal.toString()
        : decimal.toPlainString();
  }

  private static void real(PreparedStatement statement, int index, Object value)
      throws SQLException, ConnectorException.Refused {
    double number = (Double) value;
    if (Double.isNaN(number)) {
      throw new ConnectorException.Refused("NaN can't be stored: SQLite keeps it as NULL", null);
    }
    statement.setDouble(index, number);
  }

  private static void number(PreparedStatement statement, int index, Object value)
      throws SQLException, ConnectorException.Refused {
    BigDecimal decimal = ((BigDecimal) value).stripTrailingZeros();
    long exponent = (long) decimal.precision() - decimal.scale();
    if (decimal.precision() > EXACT_DIGITS || Math.abs(exponent) > EXACT_EXPONENT) {
      throw new ConnectorException.Refused(
          "%s has more than the %d digits that a number keeps; declare the column TEXT"
              .formatted(decimal, EXACT_DIGITS),
          null);
    }
    statement.setDouble(index, decimal.doubleValue());
  }

  private static void text(PreparedStatement statement, int index, String value)
      throws SQLException, ConnectorException.Refused {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        refuseUnpaired(value);
        break;
      }
    }
    statement.setString(index, value);
  }

  private static void refuseUnpaired(String value) throws ConnectorException.Refused {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        boolean paired =
            i + 1 < value.length()
                && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
        if (!paired) {
          throw new ConnectorException.Refused(
              "the text isn't Unicode: half of a surrogate pair (\\u%04x) at index %d"
                  .formatted((int) value.charAt(i), i),
              null);
        }
        i++;
      }
    }
  }
}
