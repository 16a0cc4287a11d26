package dev.tidemark.sql;

import static org.apache.calcite.sql.type.SqlTypeFamily.DATETIME;
import static org.apache.calcite.sql.type.SqlTypeFamily.INTEGER;
import static org.apache.calcite.sql.type.SqlTypeFamily.TIMESTAMP;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions of dates and times, by name; those with their own syntax are in {@link TimeUnits}. */
final class TimeFunctions {

  private static final SqlReturnTypeInference INSTANT =
      ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6).andThen(SqlTypeTransforms.TO_NULLABLE);

  private TimeFunctions() {}

  static void offer() {
    offerPart("YEAR", TimeUnit.YEAR);
    offerPart("QUARTER", TimeUnit.QUARTER);
    offerPart("MONTH", TimeUnit.MONTH);
    offerPart("WEEK", TimeUnit.WEEK);
    offerPart("DAYOFYEAR", TimeUnit.DOY);
    offerPart("DAYOFMONTH", TimeUnit.DAY);
    offerPart("DAYOFWEEK", TimeUnit.DOW);
    offerPart("HOUR", TimeUnit.HOUR);
    offerPart("MINUTE", TimeUnit.MINUTE);
    offerPart("SECOND", TimeUnit.SECOND);
    Functions.offer("LAST_DAY", ReturnTypes.DATE_NULLABLE, List.of(DATETIME), a -> lastDay(a[0]));
    offerFrom("TIMESTAMP_SECONDS", ChronoUnit.SECONDS);
    offerFrom("TIMESTAMP_MILLIS", ChronoUnit.MILLIS);
    offerFrom("TIMESTAMP_MICROS", ChronoUnit.MICROS);
    offerTo("UNIX_SECONDS", ChronoUnit.SECONDS);
    offerTo("UNIX_MILLIS", ChronoUnit.MILLIS);
    offerTo("UNIX_MICROS", ChronoUnit.MICROS);
  }

  private static void offerPart(String name, TimeUnit unit) {
    Functions.offer(
        name, ReturnTypes.BIGINT_NULLABLE, List.of(DATETIME), a -> TimeUnits.part(unit, a[0]));
  }

  private static void offerFrom(String name, ChronoUnit unit) {
    Functions.offer(
        name,
        INSTANT,
        List.of(INTEGER),
        a -> TimeUnits.inRange(Instant.EPOCH.plus(Numbers.integer(a[0]), unit)));
  }

  private static void offerTo(String name, ChronoUnit unit) {
    Functions.offer(
        name,
        ReturnTypes.BIGINT_NULLABLE,
        List.of(TIMESTAMP),
        a -> Math.floorDiv(TimeUnits.micros((Instant) a[0]), unit.getDuration().toNanos() / 1000));
  }

  private static LocalDate lastDay(Object value) {
    return TimeUnits.local(value).toLocalDate().with(TemporalAdjusters.lastDayOfMonth());
  }
}
