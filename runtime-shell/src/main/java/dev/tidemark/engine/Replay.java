package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterPages;
import dev.tidemark.checkpoint.LetterState;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.coordinator.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts dead letters back into a flow (Delivery 25): the second place that writes to sinks, beside
 * the {@link Interpreter}. It starts no thread: the lease is renewed before each step, and the
 * sinks' fence upholds what a lease that ran out doesn't. Once.
 */
public final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final ReplayOrder order;
  private final ReplayTally tally = new ReplayTally();

  /** A replay that has touched nothing yet. */
  public Replay(ReplayOrder order) {
    this.order = order;
  }

  /**
   * Replays. Blocks on the store and the sinks.
   *
   * @throws StoreException when the store can't be used to begin with
   * @throws InterruptedException when the thread is interrupted; again has one effect
   */
  public ReplayResult run() throws InterruptedException {
    CheckpointStore store = order.store();
    // Delivery 17: nobody else runs the pipeline meanwhile.
    LeaseAnswer answer =
        store.acquire(
            order.flow().name(),
            order.ownerId(),
            Whoami.describe(),
            order.flow().execution().lease());
    if (answer instanceof LeaseAnswer.Held held) {
      return new ReplayResult.Held(held.holder());
    }
    ReplayOwnership ownership =
        new ReplayOwnership(store, ((LeaseAnswer.Granted) answer).lease(), order.pause());
    try {
      return guarded(() -> replay(ownership));
    } finally {
      release(ownership.lease());
    }
  }

  /** Says what a replay would do, and changes nothing. Blocks likewise. */
  public ReplayResult preview() throws InterruptedException {
    return guarded(this::look);
  }

  private void replay(ReplayOwnership ownership)
      throws ConnectorException, InvalidStageException, InterruptedException {
    Stages stages = Stages.open(order.flow());
    try {
      ReplayFlow flow = ownership.trying(() -> ReplayFlow.open(order, stages));
      // Delivery 16: one more than the greatest of the store's and all sinks'.
      ownership.raise(flow.greatestEpoch());
      ReplayWriting writing = new ReplayWriting(order, flow, ownership);
      LetterPages pages = pages();
      for (List<KeptLetter> page = ownership.asking(pages::next);
          !page.isEmpty();
          page = ownership.asking(pages::next)) {
        writing.write(page, tally);
      }
    } finally {
      stages.close();
    }
  }

  private void look() throws ConnectorException, InvalidStageException, InterruptedException {
    Stages stages = Stages.open(order.flow());
    try {
      ReplayFlow flow = ReplayFlow.open(order, stages);
      LetterPages pages = pages();
      for (List<KeptLetter> page = pages.next(); !page.isEmpty(); page = pages.next()) {
        for (KeptLetter kept : page) {
          flow.enter(kept.letter())
              .peek(rows -> tally.add(ReplayTally.Fate.REPLAYED, ""))
              .peekLeft(verdict -> tally.add(verdict.fate(), verdict.reason()));
        }
      }
    } finally {
      stages.close();
    }
  }

  private LetterPages pages() {
    Set<LetterState> states =
        order.force()
            ? EnumSet.of(LetterState.WAITING, LetterState.SUPERSEDED)
            : EnumSet.of(LetterState.WAITING);
    LetterFilter filter = order.filter().in(states);
    return new LetterPages(order.store(), order.flow().name(), filter, order.limit());
  }

  /** What is done, and may fail. */
  private interface Work {
    void run() throws ConnectorException, InvalidStageException, InterruptedException;
  }

  private ReplayResult guarded(Work work) throws InterruptedException {
    try {
      work.run();
      return new ReplayResult.Ended(tally);
    } catch (ConnectorException failed) {
      return new ReplayResult.Failed(tally, why(failed), failed.fault(), failed.reason());
    } catch (InvalidStageException wrong) {
      return new ReplayResult.Failed(
          tally, ReplayResult.Why.WRONG, Fault.FLOW, String.valueOf(wrong.getMessage()));
    } catch (StoreException failed) {
      return new ReplayResult.Failed(tally, why(failed), Troubles.fault(failed), failed.reason());
    }
  }

  private static ReplayResult.Why why(ConnectorException failed) {
    return switch (failed) {
      case ConnectorException.Retryable away -> ReplayResult.Why.UNREACHABLE;
      case ConnectorException.OutcomeUnknown away -> ReplayResult.Why.UNREACHABLE;
      case ConnectorException.Fenced lost -> ReplayResult.Why.LOST;
      case ConnectorException.Terminal broken -> ReplayResult.Why.BROKEN;
      case ConnectorException.Refused broken -> ReplayResult.Why.BROKEN;
    };
  }

  private static ReplayResult.Why why(StoreException failed) {
    return switch (failed.kind()) {
      case AWAY -> ReplayResult.Why.UNREACHABLE;
      case FENCED -> ReplayResult.Why.LOST;
      case FULL, UNUSABLE, NEWER, FOREIGN -> ReplayResult.Why.BROKEN;
    };
  }

  /** A lease that can't be given up ends by itself. */
  private void release(Lease lease) {
    try {
      order.store().release(lease);
    } catch (StoreException away) {
      LOG.atWarn().addKeyValue("reason", away.reason()).log("lease not given up");
    }
  }
}
