package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.State;
import dev.tidemark.flow.LetterTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one flow once, in this process: takes the lease, hands the coordinator one event after
 * another, and has its effects carried out. {@link #run} blocks; {@link #drain} and {@link
 * #progress} may be called from any thread.
 */
public final class Runner {

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final Duration ASK_AGAIN = Duration.ofMillis(250);

  /** How long copies of dead letters may hold up one that was told to stop. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

  private final RunOrder order;
  private final String id = UUID.randomUUID().toString();
  private final Turns turns = new Turns();
  private final Instant startedAt;
  private volatile @Nullable State state;
  private volatile @Nullable String draining;
  private boolean told;
  private ReadBound bound = ReadBound.NONE;

  /** A runner that has touched nothing yet. */
  public Runner(RunOrder order) {
    this.order = order;
    this.startedAt = order.clock().instant();
  }

  /**
   * Runs until it has ended. Once.
   *
   * @throws StoreException when the store can't be used to begin with
   * @throws InterruptedException when the thread is interrupted; the run can be resumed
   */
  public RunResult run() throws InterruptedException {
    return run(holder -> {});
  }

  /**
   * The same.
   *
   * @param waiting told once who owns the pipeline, when a patient runner waits for that
   */
  public RunResult run(Consumer<LeaseHolder> waiting) throws InterruptedException {
    CheckpointStore store = order.store();
    long asked = System.nanoTime();
    Optional<LeaseAnswer> answer = acquire(store);
    while (answer.isEmpty() || answer.get() instanceof LeaseAnswer.Held) {
      String stop = draining;
      if (stop != null && order.patient()) {
        return new RunResult.Ended(new Outcome.Stopped("", stop), progress());
      }
      if (answer.isPresent()) {
        LeaseHolder holder = ((LeaseAnswer.Held) answer.get()).holder();
        if (!order.patient()) {
          return new RunResult.Held(holder);
        }
        tell(holder, waiting);
      }
      TimeUnit.MILLISECONDS.sleep(ASK_AGAIN.toMillis());
      asked = System.nanoTime();
      answer = acquire(store);
    }
    Lease lease = ((LeaseAnswer.Granted) answer.get()).lease();
    LeaseKeeper keeper =
        new LeaseKeeper(
            store, lease, asked, reason -> turns.bring(new Event.OwnershipLost(reason)));
    try {
      Optional<Outcome> refusal = SharedMark.refusal(order.flow().name(), store);
      return new RunResult.Ended(
          refusal.isPresent() ? refusal.get() : runOwned(keeper), progress());
    } finally {
      release(store, keeper.lease());
    }
  }

  private void tell(LeaseHolder holder, Consumer<LeaseHolder> waiting) {
    if (!told) {
      told = true;
      waiting.accept(holder);
    }
  }

  /** A lease that can't be given up ends by itself: no reason to hide what became of the run. */
  private static void release(CheckpointStore store, Lease lease) {
    try {
      store.release(lease);
    } catch (StoreException away) {
      LOG.atWarn().addKeyValue("reason", away.reason()).log("lease not given up");
    }
  }

  /** Empty when a patient runner finds the store itself locked, as by an owner that is frozen. */
  private Optional<LeaseAnswer> acquire(CheckpointStore store) {
    try {
      return Optional.of(
          store.acquire(
              order.flow().name(), id, Whoami.describe(), order.flow().execution().lease()));
    } catch (StoreException refused) {
      if (refused.kind() != StoreException.Kind.AWAY || !order.patient()) {
        throw refused;
      }
      LOG.atWarn().addKeyValue("reason", refused.reason()).log("waiting for the store");
      return Optional.empty();
    }
  }

  /** Asks it to stop in good order; harmless when it has ended. */
  public void drain(String reason) {
    draining = reason;
    turns.bring(new Event.DrainRequested(reason));
  }

  /**
   * Ends it since it is somebody else's now: nothing new is begun, and what is in flight is decided
   * by the sinks' fence (Delivery 26). Harmless when it has ended.
   */
  void abandon(String reason) {
    draining = reason;
    turns.bring(new Event.OwnershipLost(reason));
  }

  /** How far it has come. */
  public Progress progress() {
    return ProgressView.of(order.flow(), Optional.ofNullable(state), startedAt);
  }

  private Outcome runOwned(LeaseKeeper keeper) throws InterruptedException {
    Optional<LetterTarget> target = order.flow().letters();
    if (target.isEmpty()) {
      return runOwned(keeper, event -> {});
    }
    LetterCopying copying;
    try {
      LetterCopies copies = new LetterCopies(order.flow(), order.store(), target.get());
      copying = LetterCopying.start(copies);
    } catch (ConnectorException.Terminal wrong) {
      return new Outcome.Unreachable(wrong.fault(), "dead_letters: " + wrong.reason());
    }
    try {
      return runOwned(keeper, copying::noticed);
    } finally {
      copying.end(draining == null ? order.flow().execution().drainTimeout() : SHORT_PATIENCE);
    }
  }

  private Outcome runOwned(LeaseKeeper keeper, Consumer<Event> noticing)
      throws InterruptedException {
    Undertaking undertaking = new Undertaking(order, keeper, id.hashCode());
    bound = undertaking.bound();
    Lanes lanes = new Lanes();
    try {
      keeper.start(lanes.timer());
      Dispatch dispatch = new Dispatch(undertaking, lanes, turns::bring, order.listener());
      return new Steps(undertaking, dispatch, new Noting(noticing)).run(turns);
    } finally {
      if (lanes.stop()) {
        undertaking.close();
      }
    }
  }

  /** Keeps what others may ask for, and ends a run that has read what it may. */
  private final class Noting implements Steps.Watch {
    private final Consumer<Event> noticing;

    Noting(Consumer<Event> noticing) {
      this.noticing = noticing;
    }

    @Override
    public void reached(State reached) {
      state = reached;
      if (bound.reached(reached)) {
        drain(order.limitReason());
        if (order.flow().streaming()) {
          // A stream reads on to a barrier (Delivery 12), and a limit says nothing about that.
          bound.lift();
        }
      }
    }

    @Override
    public void noticed(Event event) {
      noticing.accept(event);
    }
  }
}
