package dev.tidemark.cli;

import dev.tidemark.engine.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Shows how far a run is, on standard error: one line that overwrites itself on a terminal, a plain
 * line every few seconds elsewhere. Closing erases the line.
 */
final class ProgressDisplay implements AutoCloseable {

  static final Duration LIVE = Duration.ofMillis(200);
  static final Duration PLAIN = Duration.ofSeconds(1);
  static final int PLAIN_LINES = 5;
  private static final String ERASE = "\r\u001b[K";

  /** The one that is shown in this process; of two at once, the later. */
  private static final AtomicReference<Optional<ProgressDisplay>> CURRENT =
      new AtomicReference<>(Optional.empty());

  private final Surroundings in;
  private final ProgressText text;
  private final Supplier<Progress> progress;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private boolean shown;

  private ProgressDisplay(Surroundings in, String pipeline, Supplier<Progress> progress) {
    this.in = in;
    this.text = new ProgressText(pipeline);
    this.progress = progress;
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  /** Shows nothing but what is said. */
  static ProgressDisplay silent(Surroundings in, String pipeline) {
    return new ProgressDisplay(
        in,
        pipeline,
        () -> {
          throw new IllegalStateException("nobody looks");
        });
  }

  /** Shows from now on. */
  static ProgressDisplay start(Surroundings in, String pipeline, Supplier<Progress> progress) {
    ProgressDisplay display = new ProgressDisplay(in, pipeline, progress);
    CURRENT.set(Optional.of(display));
    display.thread.start();
    return display;
  }

  private void show() {
    boolean live = in.terminal().err();
    Duration every = live ? LIVE : PLAIN;
    try {
      for (int look = 1; !over.await(every.toMillis(), TimeUnit.MILLISECONDS); look++) {
        look(live, look);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks each second, so that the speed is known, though it prints a plain line only now and then.
   */
  private synchronized void look(boolean live, int look) {
    String line = text.line(progress.get(), in.clock().instant());
    if (live) {
      in.err().print(ERASE + Wording.shortened(line, in.terminal().columns() - 1));
      shown = true;
    } else if (look % PLAIN_LINES == 0) {
      in.err().println(line);
    }
    in.err().flush();
  }

  /** A line of its own, above the progress. */
  synchronized void say(String line) {
    erase();
    in.err().println(line);
    in.err().flush();
  }

  /** Lets something else be written to standard error, on lines of its own. */
  static void aside(Runnable writing) {
    CURRENT.get().ifPresentOrElse(display -> display.above(writing), writing);
  }

  private synchronized void above(Runnable writing) {
    erase();
    writing.run();
  }

  private void erase() {
    if (shown) {
      in.err().print(ERASE);
      in.err().flush();
      shown = false;
    }
  }

  @Override
  public void close() {
    CURRENT.updateAndGet(shown -> shown.filter(each -> each != this));
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      erase();
    }
  }
}
