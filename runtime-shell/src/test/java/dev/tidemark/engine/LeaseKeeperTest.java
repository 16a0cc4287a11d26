package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.checkpoint.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeaseKeeperTest {
  private final InMemoryCheckpointStore memory =
      new InMemoryCheckpointStore(InstantSource.system());
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private Lease lease(Duration length) {
    return ((LeaseAnswer.Granted) memory.acquire("flow", "me", "here", length)).lease();
  }

  private LeaseKeeper keeper(StoreInFront store, Lease lease) {
    return new LeaseKeeper(store, lease, System.nanoTime(), lost::add);
  }

  @Test
  void leaseIsRenewedBeforeItEnds() throws InterruptedException {
    CountDownLatch renewed = new CountDownLatch(4);
    StoreInFront store =
        new StoreInFront(memory) {
          @Override
          public void renew(Lease lease) {
            super.renew(lease);
            renewed.countDown();
          }
        };
    keeper(store, lease(Duration.ofMillis(90))).start(timer);
    assertThat(renewed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lost).isEmpty();
  }

  @Test
  void leaseThatHasPassedOnIsLostAtOnce() throws InterruptedException {
    Lease lease = lease(Duration.ofMillis(90));
    memory.release(lease);
    lease(Duration.ofMinutes(1));
    keeper(new StoreInFront(memory), lease).start(timer);
    assertThat(lost.poll(10, TimeUnit.SECONDS)).contains("no longer owns");
  }

  @Test
  void leaseIsLostWhenTheStoreIsAwayForLonger() throws InterruptedException {
    StoreInFront store =
        new StoreInFront(memory) {
          @Override
          public void renew(Lease lease) {
            throw new StoreException(StoreException.Kind.AWAY, "away", null);
          }
        };
    long before = System.nanoTime();
    keeper(store, lease(Duration.ofMillis(150))).start(timer);
    assertThat(lost.poll(10, TimeUnit.SECONDS)).contains("could not be renewed in time");
    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(140));
  }

  @Test
  void storeThatFailsInAnUnknownWayIsAskedAgain() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch renewed = new CountDownLatch(1);
    StoreInFront store =
        new StoreInFront(memory) {
          @Override
          public void renew(Lease lease) {
            if (asked.incrementAndGet() == 1) {
              throw new IllegalStateException("a bug of a driver");
            }
            super.renew(lease);
            renewed.countDown();
          }
        };
    keeper(store, lease(Duration.ofMillis(300))).start(timer);
    assertThat(renewed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lost).isEmpty();
  }

  @Test
  void renewalThatHangsIsNoticedAndHoldsNoTimerUp() throws InterruptedException {
    CountDownLatch hung = new CountDownLatch(1);
    StoreInFront store =
        new StoreInFront(memory) {
          @Override
          public void renew(Lease lease) {
            awaitQuietly(hung);
          }
        };
    keeper(store, lease(Duration.ofMillis(150))).start(timer);
    assertThat(lost.poll(10, TimeUnit.SECONDS)).contains("could not be renewed in time");
    CountDownLatch ticked = new CountDownLatch(1);
    timer.execute(ticked::countDown);
    assertThat(ticked.await(10, TimeUnit.SECONDS)).isTrue();
    hung.countDown();
  }

  @Test
  void renewalBesideARaiseIsNotTakenForALoss() throws InterruptedException {
    CountDownLatch renewing = new CountDownLatch(1);
    StoreInFront store =
        new StoreInFront(memory) {
          @Override
          public Lease raise(Lease lease, long epoch) {
            Lease raised = super.raise(lease, epoch);
            // Long enough for a renewal to come between, were it let in.
            awaitQuietly(renewing, 300);
            return raised;
          }

          @Override
          public void renew(Lease lease) {
            super.renew(lease);
            renewing.countDown();
          }
        };
    LeaseKeeper keeper = keeper(store, lease(Duration.ofMillis(150)));
    CountDownLatch raised = new CountDownLatch(1);
    timer.execute(
        () -> {
          keeper.start(timer);
          raised.countDown();
        });
    assertThat(raised.await(10, TimeUnit.SECONDS)).isTrue();
    keeper.raise(9);
    assertThat(keeper.lease().owner().epoch()).isEqualTo(9);
    assertThat(lost).isEmpty();
    assertThat(renewing.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    awaitQuietly(latch, 20_000);
  }

  private static void awaitQuietly(CountDownLatch latch, long millis) {
    try {
      boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
