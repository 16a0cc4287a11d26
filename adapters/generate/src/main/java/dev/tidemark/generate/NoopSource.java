package dev.tidemark.generate;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Numbered messages, each a delay after the one before it. Not thread-safe. */
final class NoopSource implements Source {

  static final Schema SCHEMA =
      Schema.of(List.of(new Column("message", DataType.Simple.TEXT, false)));

  private final Course course;
  private final String prefix;
  private final long delayNanos;
  private boolean read;
  private long dueNanos;
  private Schema schema = SCHEMA;

  /**
   * A source of messages.
   *
   * @param most how many; 0 is without end
   */
  NoopSource(String stage, String message, long delayMillis, long most) {
    this.course = new Course(stage, most == 0 ? OptionalLong.empty() : OptionalLong.of(most));
    this.prefix = message + " #";
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
  }

  @Override
  public PositionOrder order() {
    return Course.ORDER;
  }

  @Override
  public Resolution resolve(Known known) {
    return course.resolve(known.bounds());
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public void assign(List<Assignment> assignments, Schema columns) {
    course.assign(assignments);
    schema = columns;
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits) throws InterruptedException {
    int most = course.ahead(limits.records());
    long now = System.nanoTime();
    if (!read) {
      read = true;
      dueNanos = now + delayNanos;
    }
    long deadline = now + limits.linger().toNanos();
    RowBatchBuilder rows = new RowBatchBuilder(schema, Math.min(most, 1024));
    long bytes = 0;
    while (rows.size() < most && bytes < limits.bytes() && isDue(deadline)) {
      String message = prefix + (course.next() + rows.size());
      rows.add(schema.size() == 0 ? new Object[0] : new Object[] {message}, rows.size());
      bytes += message.length();
      dueNanos += delayNanos;
    }
    int records = rows.size();
    return records == 0
        ? Optional.empty()
        : Optional.of(course.advance(rows.build(), records, bytes));
  }

  /** Waits for the next message, if it comes before the deadline. */
  private boolean isDue(long deadline) throws InterruptedException {
    long now = System.nanoTime();
    long wait = dueNanos - now;
    if (delayNanos == 0 || wait <= 0) {
      // A pause, as when everything is full, is not made up for.
      dueNanos = now;
      return true;
    }
    boolean inTime = dueNanos - deadline <= 0;
    TimeUnit.NANOSECONDS.sleep(inTime ? wait : Math.max(0, deadline - now));
    return inTime;
  }

  @Override
  public void close() {}
}
