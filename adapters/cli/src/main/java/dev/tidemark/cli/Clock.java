package dev.tidemark.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, in one zone. */
record Clock(ZoneId zone) {

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** {@code 2026-03-01 02:00:00}. */
  String dateTime(Instant at) {
    return DATE_TIME.format(at.atZone(zone));
  }

  /** {@code 02:00:00}, with the date where it isn't that of {@code day}. */
  String timeOn(Instant day, Instant at) {
    boolean same = at.atZone(zone).toLocalDate().equals(day.atZone(zone).toLocalDate());
    return same ? TIME.format(at.atZone(zone)) : dateTime(at);
  }

  /** {@code times are in Europe/Paris}. */
  String legend() {
    boolean utc = zone.normalized().equals(ZoneOffset.UTC);
    return "times are in " + (utc ? "UTC" : zone.getId());
  }
}
