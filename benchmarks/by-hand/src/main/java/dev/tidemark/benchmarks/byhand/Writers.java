package dev.tidemark.benchmarks.byhand;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that write chunks, each on a connection of its own, one transaction a chunk. There are
 * only so many chunks: whoever fills them waits for one that has been written.
 */
final class Writers implements AutoCloseable {
  private static final int CHUNK_BYTES = 8 << 20;

  private final Thread filler = Thread.currentThread();
  private final String url;
  private final String table;
  private final int count;
  private final ExecutorService threads;
  private final BlockingQueue<OrderBytes> free;
  private final BlockingQueue<OrderBytes> full;
  private final List<Future<?>> writing = new ArrayList<>();
  private volatile boolean failed;

  Writers(String url, String table, int count) {
    this.url = url;
    this.table = table;
    this.count = count;
    threads = Executors.newFixedThreadPool(count);
    // One to be filled, one waiting, and one with each writer; and as many ends as there are
    // writers.
    free = new ArrayBlockingQueue<>(count + 2);
    full = new ArrayBlockingQueue<>(2 * count + 2);
    for (int i = 0; i < count + 2; i++) {
      free.add(new OrderBytes(CHUNK_BYTES));
    }
    for (int i = 0; i < count; i++) {
      writing.add(threads.submit(this::write));
    }
  }

  /** An empty chunk, as soon as there is one. */
  OrderBytes take() throws InterruptedException, ExecutionException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      if (failed) {
        finish();
      }
      throw e;
    }
  }

  /** Gives a chunk away to be written. */
  void put(OrderBytes chunk) {
    chunk.finish();
    full.add(chunk);
  }

  /** Waits until all is written and committed. */
  void finish() throws InterruptedException, ExecutionException {
    for (int i = 0; i < count; i++) {
      full.add(new OrderBytes(32));
    }
    for (Future<?> each : writing) {
      each.get();
    }
  }

  private boolean write() throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      try (StagedOrders orders = new StagedOrders(connection, table)) {
        for (OrderBytes chunk = full.take(); chunk.rows() > 0; chunk = full.take()) {
          orders.write(chunk);
          connection.commit();
          chunk.clear();
          free.put(chunk);
        }
      }
      return true;
    } catch (Exception e) {
      failed = true;
      filler.interrupt();
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
