package org.example.calendar;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One partition of days; a position is the first day not yet read. */
final class CalendarSource implements Source {

  static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("calendar_day", Simple.DATE, false),
              new Column("weekday", Simple.TEXT, false)));

  private final PartitionBounds all;
  private LocalDate next;
  private List<LocalDate> stops = List.of(); // where a batch has to end
  private Schema columns = COLUMNS;

  CalendarSource(String stage, LocalDate from, LocalDate to) {
    // The name says what makes two calendars different ones: positions count from this day.
    Partition partition = new Partition(stage, "from " + from);
    all = new PartitionBounds(partition, position(from), Option.of(position(to.plusDays(1))));
    next = from;
  }

  private static Position position(LocalDate day) {
    return new Position(day.toString());
  }

  private static LocalDate day(Position position) {
    return LocalDate.parse(position.text());
  }

  @Override
  public PositionOrder order() {
    return (left, right) -> day(left).compareTo(day(right));
  }

  @Override
  public Resolution resolve(Known known) {
    return new Resolution(known.bounds().isEmpty() ? List.of(all) : known.bounds());
  }

  @Override
  public Schema schema() {
    return COLUMNS;
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema) {
    for (Assignment work : assignments) {
      columns = schema;
      next = day(work.from());
      stops =
          Stream.concat(work.cuts().toJavaStream(), work.end().toJavaStream())
              .map(CalendarSource::day)
              .toList();
    }
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits) {
    LocalDate from = next;
    Optional<LocalDate> stop = stops.stream().filter(from::isBefore).min(Comparator.naturalOrder());
    if (stop.isEmpty()) {
      return Optional.empty();
    }
    int days = (int) Math.min(limits.records(), ChronoUnit.DAYS.between(from, stop.get()));
    RowBatchBuilder rows = new RowBatchBuilder(columns, days);
    for (int i = 0; i < days; i++) {
      rows.add(row(from.plusDays(i)), i);
    }
    next = from.plusDays(days);
    return Optional.of(
        new SourceBatch(
            all.partition(),
            position(from),
            position(next),
            days,
            rows.build(),
            index -> position(from.plusDays(index)),
            List.of(),
            days * 10L,
            Optional.empty()));
  }

  /** The columns that were asked for, in their order. */
  private Object[] row(LocalDate day) {
    return columns.columns().stream()
        .map(column -> column.name().equals("calendar_day") ? day : weekday(day))
        .toArray();
  }

  private static String weekday(LocalDate day) {
    return day.getDayOfWeek().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {}
}
