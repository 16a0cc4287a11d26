package dev.tidemark.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where effects are carried out: one thread for each source, each sink and the store, so that each
 * sees its effects in order; a pool of the size of the machine for transforms.
 *
 * <p>Platform threads, since native drivers and file channels would pin virtual ones; there are as
 * many as outside systems, which is few.
 */
final class Lanes implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 5;

  private final Map<String, ExecutorService> lanes = new ConcurrentHashMap<>();
  private final ExecutorService pool;
  private final ScheduledExecutorService timer;

  Lanes() {
    int processors = Runtime.getRuntime().availableProcessors();
    pool =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("tidemark-transform-", 1).factory());
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tidemark-timer").factory());
  }

  /** Carries a task out after all earlier ones of the same lane. */
  void execute(String lane, Runnable task) {
    lanes
        .computeIfAbsent(
            lane,
            name ->
                Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("tidemark-" + name).factory()))
        .execute(task);
  }

  ExecutorService pool() {
    return pool;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Ends every lane's thread; whether all have ended, so that nobody is in the middle of a call.
   */
  boolean stop() {
    timer.shutdownNow();
    pool.shutdownNow();
    lanes.values().forEach(ExecutorService::shutdownNow);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean ended = true;
    for (ExecutorService lane : lanes.values()) {
      ended &= ended(lane, deadline);
    }
    return ended;
  }

  private static boolean ended(ExecutorService lane, long deadline) {
    try {
      return lane.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    boolean unused = stop();
  }
}
