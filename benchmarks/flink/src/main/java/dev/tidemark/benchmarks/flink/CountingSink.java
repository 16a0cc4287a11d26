package dev.tidemark.benchmarks.flink;

import dev.tidemark.benchmarks.contender.Reading;
import dev.tidemark.benchmarks.contender.Tally;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Counts what arrives, each subtask for itself; what all have counted is added up at the end of the
 * input, in this process.
 */
final class CountingSink implements Sink<Reading> {
  private static final long serialVersionUID = 1;
  private static final Tally NOTHING = new Tally(0, 0);
  private static final AtomicReference<Tally> COUNTED = new AtomicReference<>(NOTHING);

  /** All since this was last asked. */
  static Tally takeCounted() {
    return COUNTED.getAndSet(NOTHING);
  }

  @Override
  public SinkWriter<Reading> createWriter(WriterInitContext context) {
    return new Writer();
  }

  private static final class Writer implements SinkWriter<Reading> {
    private long count;
    private long sum;

    @Override
    public void write(Reading reading, Context context) {
      count++;
      sum += reading.value();
    }

    @Override
    public void flush(boolean endOfInput) {
      if (endOfInput) {
        COUNTED.accumulateAndGet(new Tally(count, sum), Tally::plus);
        count = 0;
        sum = 0;
      }
    }

    @Override
    public void close() {}
  }
}
