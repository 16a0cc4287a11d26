package org.example.calendar;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Schema;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code type: calendar}: the days from one date to another. */
public final class CalendarSourceType implements SourceType {

  @Override
  public String type() {
    return "calendar";
  }

  @Override
  public String description() {
    return "Lists the days from one date to another.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required("from", Setting.Kind.TEXT, "The first day, as 2024-01-31."),
        Setting.required("to", Setting.Kind.TEXT, "The last day, as 2024-01-31."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    return Stream.of("from", "to").flatMap(name -> problem(settings, name).stream()).toList();
  }

  private static Optional<Problem> problem(Settings settings, String name) {
    try {
      LocalDate.parse(settings.text(name));
      return Optional.empty();
    } catch (DateTimeParseException wrong) {
      return Optional.of(new Problem(name, "not a date such as 2024-01-31"));
    }
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return true;
  }

  @Override
  public Optional<Schema> columns(Settings settings) {
    return Optional.of(CalendarSource.COLUMNS);
  }

  @Override
  public Source open(StageContext context) {
    LocalDate from = LocalDate.parse(context.settings().text("from"));
    return new CalendarSource(
        context.stage(), from, LocalDate.parse(context.settings().text("to")));
  }
}
