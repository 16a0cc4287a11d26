package dev.tidemark.engine;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.record.RowBatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The records that are under way, by the coordinator's number for them. Thread-safe. */
final class Batches {

  private record Held(
      SourceBatch source,
      BiFunction<Partition, Position, String> describing,
      List<Chain.Refusal> refusals,
      Map<Writer, RowBatch> rows) {}

  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** Takes a batch; {@code describing} says where a person finds its records. */
  long add(SourceBatch batch, BiFunction<Partition, Position, String> describing) {
    long number = numbers.incrementAndGet();
    held.put(number, new Held(batch, describing, List.of(), Map.of()));
    return number;
  }

  /** Keeps what was made of a batch: the rows of each writer, and what was refused. */
  void made(long number, Map<Writer, RowBatch> rows, List<Chain.Refusal> refusals) {
    held.put(number, new Held(source(number), get(number).describing(), refusals, rows));
  }

  SourceBatch source(long number) {
    return get(number).source();
  }

  List<Chain.Refusal> refusals(long number) {
    return get(number).refusals();
  }

  /** The sinks that a batch was made for. */
  Set<String> sinks(long number) {
    return get(number).rows().keySet().stream().map(Writer::sink).collect(Collectors.toSet());
  }

  RowBatch rows(long number, Writer writer) {
    RowBatch rows = get(number).rows().get(writer);
    if (rows == null) {
      throw new IllegalStateException("batch " + number + " has no rows for " + writer);
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
