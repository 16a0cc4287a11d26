package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.BitString;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Constants of a query. */
final class Literals {

  private Literals() {}

  static Compiled compile(SqlLiteral literal, RelDataType type, SqlNode node)
      throws InvalidSqlException {
    if (literal instanceof SqlIntervalLiteral interval) {
      Object amount = amount(interval);
      return new Compiled(node, (row, now) -> amount, Simple.INT64, type, true);
    }
    DataType columnType =
        SqlTypeUtil.isNull(type)
            ? Simple.TEXT
            : SqlTypes.toColumn(type)
                .orElseThrow(
                    () ->
                        new InvalidSqlException(
                            node.getParserPosition(), "no column has the type " + type));
    Object value = value(literal.getValue(), columnType, node);
    return new Compiled(node, (row, now) -> value, columnType, type, true)
        .over(ColumnConstant.of(columnType, value));
  }

  private static @Nullable Object value(@Nullable Object value, DataType type, SqlNode node)
      throws InvalidSqlException {
    return switch (value) {
      case null -> null;
      case BigDecimal number -> Numbers.to(type, number);
      case Boolean bool -> bool;
      case NlsString text -> text.getValue();
      case BitString bits -> bits.getAsByteArray();
      case DateString date -> LocalDate.parse(date.toString());
      case TimeString time -> TimeText.time(time.toString());
      case TimestampString timestamp -> TimeText.timestamp(timestamp.toString());
      case Number number -> Numbers.to(type, number.doubleValue());
      default ->
          throw new InvalidSqlException(
              node.getParserPosition(), "a constant of this kind is not supported");
    };
  }

  /** Months, or microseconds. */
  private static Object amount(SqlIntervalLiteral literal) {
    var interval =
        Objects.requireNonNull(literal.getValueAs(SqlIntervalLiteral.IntervalValue.class));
    var qualifier = interval.getIntervalQualifier();
    // Calcite leaves out the sign before the quote, and what is less than a millisecond.
    return interval.getSign()
        * (qualifier.isYearMonth()
            ? SqlParserUtil.intervalToMonths(interval)
            : SqlParserUtil.intervalToMillis(interval) * 1000 + microsBeyondMillis(interval));
  }

  private static long microsBeyondMillis(SqlIntervalLiteral.IntervalValue interval) {
    String text = interval.getIntervalLiteral().strip();
    int point = text.indexOf('.');
    if (point < 0) {
      return 0;
    }
    long micros = Long.parseLong((text.substring(point + 1) + "000000").substring(3, 6));
    return text.startsWith("-") ? -micros : micros;
  }
}
