package dev.tidemark.sql;

import dev.tidemark.format.IsoInstant;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Times as SQL writes them; a timestamp without an offset is in UTC. */
final class TimeText {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(java.util.Locale.ROOT);

  private TimeText() {}

  static String time(LocalTime time) {
    return TIME.format(time);
  }

  static String timestamp(Instant instant) {
    var utc = instant.atOffset(ZoneOffset.UTC);
    return utc.toLocalDate() + " " + TIME.format(utc.toLocalTime());
  }

  static LocalTime time(String text) {
    return LocalTime.parse(text).truncatedTo(ChronoUnit.MICROS);
  }

  /** {@code 2026-01-31}, or with a time after a space or {@code T}, and with an offset or none. */
  static Instant timestamp(String text) {
    Instant usual = IsoInstant.parse(text);
    return usual == null ? anyTimestamp(text) : usual;
  }

  private static Instant anyTimestamp(String text) {
    if (text.length() <= 10) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
    Instant exact =
        hasOffset(iso)
            ? OffsetDateTime.parse(iso.replace(" ", "")).toInstant()
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    return exact.truncatedTo(ChronoUnit.MICROS);
  }

  private static boolean hasOffset(String iso) {
    return iso.endsWith("Z") || iso.indexOf('+', 11) > 0 || iso.indexOf('-', 11) > 0;
  }
}
