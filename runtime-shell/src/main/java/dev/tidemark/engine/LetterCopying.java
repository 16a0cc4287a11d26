package dev.tidemark.engine;

import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Event;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies dead letters while a run goes on, on a thread of its own: a run never waits for that. What
 * could not be copied at its end, the next run copies. Thread-safe.
 */
final class LetterCopying {

  private static final Logger LOG = LoggerFactory.getLogger(LetterCopying.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final LetterCopies copies;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean wanted = true;
  private boolean ending;
  private volatile String trouble = "";

  private LetterCopying(LetterCopies copies) {
    this.copies = copies;
    this.thread = Thread.ofPlatform().daemon().name("tidemark-letters").unstarted(this::work);
  }

  /**
   * Begins with what was left by earlier runs.
   *
   * @throws ConnectorException.Terminal when nothing can be copied there, as things stand
   */
  static LetterCopying start(LetterCopies copies)
      throws ConnectorException.Terminal, InterruptedException {
    try {
      copies.prepare();
    } catch (ConnectorException.Terminal wrong) {
      copies.close();
      throw wrong;
    } catch (ConnectorException away) {
      LOG.atWarn().addKeyValue("reason", away.reason()).log("dead letters are copied later");
    }
    LetterCopying copying = new LetterCopying(copies);
    copying.thread.start();
    return copying;
  }

  /** Takes note of what has happened in the run: there may be letters to copy. */
  void noticed(Event event) {
    switch (event) {
      case Event.LettersKept kept -> want();
      case Event.LettersCopied kept -> want();
      case Event.LettersRecalled kept -> want();
      default -> {
        // No letter has come to the store.
      }
    }
  }

  private void want() {
    lock.lock();
    try {
      wanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Copies the rest, for at most so long, and ends. */
  void end(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      ending = true;
      wanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(patience)) {
        thread.interrupt();
        var unused = thread.join(CLOSING);
      }
    } catch (InterruptedException stopped) {
      thread.interrupt();
      throw stopped;
    }
    if (!trouble.isEmpty()) {
      LOG.atWarn().addKeyValue("reason", trouble).log("dead letters not copied; the next run will");
    }
  }

  private void work() {
    Duration pause = FIRST_PAUSE;
    try {
      while (awaitWork()) {
        if (attempt()) {
          pause = FIRST_PAUSE;
        } else {
          pause(pause);
          pause = pause.multipliedBy(2);
          pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
      }
    } catch (InterruptedException stopped) {
      // It ends, and closes what it has open: the next run copies the rest.
      LOG.atDebug().log("dead letters are not waited for");
    } finally {
      copies.close();
    }
  }

  /** Waits until there may be something to copy; false once all is copied and nothing will come. */
  private boolean awaitWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!wanted && !ending) {
        changed.await();
      }
      boolean work = wanted;
      wanted = false;
      return work;
    } finally {
      lock.unlock();
    }
  }

  /** Whether all was copied that was there. */
  private boolean attempt() throws InterruptedException {
    try {
      copies.copy();
      trouble = "";
      return true;
    } catch (ConnectorException failed) {
      failed(failed.reason());
    } catch (StoreException failed) {
      failed(failed.reason());
    } catch (RuntimeException defect) {
      LOG.atError().setCause(defect).log("dead letters not copied");
      failed("unexpected failure, a bug: " + defect.getClass().getName());
    }
    want();
    return false;
  }

  private void failed(String reason) {
    if (trouble.isEmpty()) {
      LOG.atWarn().addKeyValue("reason", reason).log("dead letters not copied, trying again");
    }
    trouble = reason;
  }

  private static void pause(Duration pause) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
  }
}
