package dev.tidemark.benchmarks;

import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.ProcessResult;
import dev.tidemark.lifecycle.ProcessResult.Applied;
import dev.tidemark.lifecycle.ProcessResult.DuplicateSuppressed;
import dev.tidemark.lifecycle.ProcessResult.Rejected;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Watermark;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The logic of {@code Runtime.process} over plain mutable collections: the yardstick. Not
 * thread-safe.
 */
final class MutableRuntime {
  /** What one stage has recorded. */
  private static final class StageBooks {
    private final boolean sink;
    private final ArrayDeque<Checkpoint> checkpoints = new ArrayDeque<>();
    private final HashMap<String, Long> keys = new HashMap<>();
    private final ArrayDeque<String> order = new ArrayDeque<>();
    private long offset;
    private long sequence;
    private Instant eventTime = Instant.MIN;

    StageBooks(boolean sink) {
      this.sink = sink;
    }
  }

  private final Map<String, StageBooks> stages = new HashMap<>();
  private final Retention retention;
  private final String runId;
  private final Instant startedAt;
  private long sequence;
  private long records;
  private Duration lag = Duration.ZERO;
  private double recordsPerSecond;

  MutableRuntime(String source, String sink, Retention retention, Instant startedAt) {
    this.retention = retention;
    this.startedAt = startedAt;
    this.runId = "orders-1";
    stages.put(source, new StageBooks(false));
    stages.put(sink, new StageBooks(true));
  }

  ProcessResult process(
      String stage, long count, Duration behind, String key, Option<String> position, Instant now) {
    StageBooks books = stages.get(stage);
    if (books == null || count < 0 || behind.isNegative() || key.isBlank()) {
      return new Rejected("stage '" + stage + "'");
    }
    if (books.sink && books.keys.containsKey(key)) {
      return new DuplicateSuppressed(stage, key);
    }
    Instant eventTime = now.minus(behind);
    if (eventTime.isAfter(books.eventTime)) {
      books.eventTime = eventTime;
    }
    books.offset += count;
    sequence++;
    books.sequence = sequence;
    Watermark watermark = new Watermark(books.offset, books.eventTime);
    Checkpoint checkpoint = new Checkpoint(runId, stage, sequence, watermark, key, position, now);
    books.checkpoints.addLast(checkpoint);
    if (books.checkpoints.size() > retention.checkpointsPerStage()) {
      books.checkpoints.removeFirst();
    }
    if (books.sink) {
      books.keys.put(key, sequence);
      books.order.addLast(key);
      forget();
    }
    measure(count, behind, now);
    return new Applied(checkpoint);
  }

  /** How fast the run is, so that no measured work is thrown away unseen. */
  double recordsPerSecond() {
    return recordsPerSecond + lag.toNanos() * 0.0;
  }

  private void forget() {
    long least = Long.MAX_VALUE;
    for (StageBooks books : stages.values()) {
      if (books.sink) {
        least = Math.min(least, books.sequence);
      }
    }
    for (StageBooks books : stages.values()) {
      while (books.order.size() > retention.keysPerSink()
          && books.keys.getOrDefault(books.order.getFirst(), 0L) <= least) {
        books.keys.remove(books.order.removeFirst());
      }
    }
  }

  private void measure(long count, Duration behind, Instant now) {
    records += count;
    lag = behind;
    long whole = now.getEpochSecond() - startedAt.getEpochSecond();
    double seconds = (whole * 1_000_000_000 + now.getNano() - startedAt.getNano()) / 1e9;
    recordsPerSecond = seconds > 0 ? records / seconds : 0.0;
  }
}
