package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Reading;
import dev.tidemark.benchmarks.contender.Tally;
import dev.tidemark.benchmarks.contender.Task;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Three threads with two queues between them: one makes readings, one maps, filters and maps, one
 * counts. They hand over batches, and a short queue, so that a batch is still in the cache when the
 * next thread takes it.
 */
public final class ThreadsByHand implements Contender {
  private static final int BATCH = 512;
  private static final int BATCHES_WAITING = 16;

  /** The readings of one hand-over; an empty one is the last. */
  private static final class Batch {
    private final Reading[] readings = new Reading[BATCH];
    private int size;

    private void add(Reading reading) {
      readings[size++] = reading;
    }
  }

  @Override
  public void run(Task task) throws Exception {
    long records = task.number("records");
    BlockingQueue<Batch> made = new ArrayBlockingQueue<>(BATCHES_WAITING);
    BlockingQueue<Batch> changed = new ArrayBlockingQueue<>(BATCHES_WAITING);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<?> source = threads.submit(() -> make(records, made));
      Future<?> stages = threads.submit(() -> change(made, changed));
      Future<Tally> sink = threads.submit(() -> count(changed));
      source.get();
      stages.get();
      sink.get().check(records);
    }
  }

  private static boolean make(long records, BlockingQueue<Batch> to) throws InterruptedException {
    long next = 0;
    while (next < records) {
      Batch batch = new Batch();
      long end = Math.min(records, next + BATCH);
      while (next < end) {
        batch.add(Reading.numbered(next++));
      }
      to.put(batch);
    }
    to.put(new Batch());
    return true;
  }

  private static boolean change(BlockingQueue<Batch> from, BlockingQueue<Batch> to)
      throws InterruptedException {
    for (Batch batch = from.take(); batch.size > 0; batch = from.take()) {
      Batch kept = new Batch();
      for (int i = 0; i < batch.size; i++) {
        Reading reading = batch.readings[i].calibrated();
        if (reading.kept()) {
          kept.add(reading.scaled());
        }
      }
      // A batch with nothing left in it would look like the end.
      if (kept.size > 0) {
        to.put(kept);
      }
    }
    to.put(new Batch());
    return true;
  }

  private static Tally count(BlockingQueue<Batch> from) throws InterruptedException {
    long count = 0;
    long sum = 0;
    for (Batch batch = from.take(); batch.size > 0; batch = from.take()) {
      count += batch.size;
      for (int i = 0; i < batch.size; i++) {
        sum += batch.readings[i].value();
      }
    }
    return new Tally(count, sum);
  }
}
