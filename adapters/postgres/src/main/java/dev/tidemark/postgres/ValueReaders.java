package dev.tidemark.postgres;

import dev.tidemark.query.StoredRow.Unreadable;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a flow's values out of a result's. The counterpart of {@link Encodings}. */
final class ValueReaders {

  private ValueReaders() {}

  /** A value; null, or {@link Unreadable} where a flow has none like it. */
  static @Nullable Object read(ResultSet row, int index, SourceColumn column) throws SQLException {
    if (!(column.natural() instanceof DataType.Simple simple)) {
      return row.getString(index);
    }
    Object value =
        switch (simple) {
          case BOOLEAN -> row.getBoolean(index);
          case INT32 -> row.getInt(index);
          case INT64 -> row.getLong(index);
          case FLOAT64 -> row.getDouble(index);
          case DECIMAL -> decimal(row.getString(index));
          case TEXT, JSON -> row.getString(index);
          case BYTES -> row.getBytes(index);
          case DATE -> date(row.getObject(index, LocalDate.class));
          case TIME -> time(row, index);
          case TIMESTAMP ->
              column.type().known().equals("timestamptz")
                  ? instant(row.getObject(index, OffsetDateTime.class))
                  : instant(row.getObject(index, LocalDateTime.class));
          case UUID -> row.getObject(index, UUID.class);
        };
    return row.wasNull() ? null : value;
  }

  private static @Nullable Object decimal(@Nullable String text) {
    if (text == null) {
      return null;
    }
    char last = text.charAt(text.length() - 1);
    return last >= '0' && last <= '9'
        ? new BigDecimal(text)
        : unreadable(DataType.Simple.DECIMAL, text);
  }

  private static @Nullable Object date(@Nullable LocalDate date) {
    return LocalDate.MAX.equals(date) || LocalDate.MIN.equals(date)
        ? unreadable(DataType.Simple.DATE, "infinity")
        : date;
  }

  /** PostgreSQL's day may end at 24:00, which is no time of day elsewhere. */
  private static @Nullable Object time(ResultSet row, int index) throws SQLException {
    LocalTime time = row.getObject(index, LocalTime.class);
    return LocalTime.MAX.equals(time) ? unreadable(DataType.Simple.TIME, "24:00:00") : time;
  }

  private static @Nullable Object instant(@Nullable OffsetDateTime at) {
    if (at == null) {
      return null;
    }
    return OffsetDateTime.MAX.equals(at) || OffsetDateTime.MIN.equals(at)
        ? unreadable(DataType.Simple.TIMESTAMP, "infinity")
        : at.toInstant();
  }

  /** Without a zone it is taken for UTC, as everywhere. */
  private static @Nullable Object instant(@Nullable LocalDateTime at) {
    return at == null || LocalDateTime.MAX.equals(at) || LocalDateTime.MIN.equals(at)
        ? instant(at == null ? null : OffsetDateTime.MAX)
        : at.toInstant(ZoneOffset.UTC);
  }

  private static Unreadable unreadable(DataType expected, String found) {
    return new Unreadable("expected " + expected.text() + ", found " + found);
  }
}
