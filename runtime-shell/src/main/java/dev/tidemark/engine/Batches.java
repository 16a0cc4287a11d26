package dev.tidemark.engine;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.RowBatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** The records that are under way, by the coordinator's number for them. Thread-safe. */
final class Batches {

  private record Held(
      SourceBatch source, BiFunction<Partition, Position, String> describing, Chain.Made made) {}

  private static final Chain.Made NOTHING = new Chain.Made(Map.of(), java.util.List.of());

  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** Takes a batch; {@code describing} says where a person finds its records. */
  long add(SourceBatch batch, BiFunction<Partition, Position, String> describing) {
    long number = numbers.incrementAndGet();
    held.put(number, new Held(batch, describing, NOTHING));
    return number;
  }

  void made(long number, Chain.Made made) {
    held.put(number, new Held(source(number), get(number).describing(), made));
  }

  SourceBatch source(long number) {
    return get(number).source();
  }

  Chain.Made made(long number) {
    return get(number).made();
  }

  RowBatch rows(long number, String sink) {
    RowBatch rows = get(number).made().rows().get(sink);
    if (rows == null) {
      throw new IllegalStateException("batch " + number + " has no rows for " + sink);
    }
    return rows;
  }

  /** Where a person finds a bad record: as its stage says, else by its position. */
  String place(long number, BadRecord bad) {
    return bad.place().isEmpty() ? place(number, bad.origin()) : bad.place();
  }

  /** Where a person finds the record at an index. */
  String place(long number, int origin) {
    SourceBatch batch = source(number);
    return get(number).describing().apply(batch.partition(), batch.before().apply(origin));
  }

  void release(long number) {
    held.remove(number);
    synchronized (held) {
      held.notifyAll();
    }
  }

  /** Waits until all that was read from a source is released. */
  void awaitNoneOf(String source) throws InterruptedException {
    synchronized (held) {
      while (held.values().stream()
          .anyMatch(each -> each.source().partition().source().equals(source))) {
        held.wait();
      }
    }
  }

  private Held get(long number) {
    Held batch = held.get(number);
    if (batch == null) {
      throw new IllegalStateException("batch " + number + " is no longer held");
    }
    return batch;
  }

  /** Rows as the coordinator sees them: how many, and which record each came from. */
  record MadeRows(RowBatch rows) implements Event.Rows {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public int origin(int row) {
      return rows.origin(row);
    }
  }
}
