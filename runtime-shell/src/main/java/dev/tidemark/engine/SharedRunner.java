package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Membership;
import dev.tidemark.connector.SharedSource;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of several processes that run a flow at once: a {@link Runner} for each slot that the group
 * has given this member, begun when it is assigned, drained before it is given on, and let go when
 * it is lost. The group decides nothing but whose a slot is: who may write is the sinks' to say, as
 * for any other pipeline (Delivery 16, 19). {@link #run} blocks; {@link #drain} and {@link
 * #progress} may be called from any thread.
 */
public final class SharedRunner {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PAUSE_MILLIS = 500;

  /** Beyond what a drain may take: what it takes to notice and to close. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final RunOrder order;
  private final SharedFlow flow;
  private final String member;
  private final Instant startedAt;
  private final Map<String, SlotRun> running = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<SlotRun> ends = new ConcurrentLinkedQueue<>();
  private final Map<String, Progress> past = new LinkedHashMap<>();

  /** What the group has given us, and those of it that another member was found to have. */
  private final Set<String> assigned = new TreeSet<>();

  private final Set<String> superseded = new HashSet<>();
  private long confirmedNanos = System.nanoTime();
  private Consumer<String> says = line -> {};
  private boolean began;
  private boolean joined;
  private String trouble = "";
  private volatile @Nullable String draining;
  private @Nullable Outcome outcome;
  private @Nullable Throwable failure;

  /**
   * A member that has touched nothing yet.
   *
   * @param member its name: one a process, and the same when it comes back
   */
  public SharedRunner(RunOrder order, String member) {
    this.order =
        new RunOrder(
            order.flow(), order.store(), order.wish(), true, order.clock(), order.listener());
    this.flow = new SharedFlow(order.flow());
    this.member = member;
    this.startedAt = order.clock().instant();
  }

  /**
   * Takes part until it is drained, or until one of its slots fails: then the others are drained,
   * and the failure is what came of the whole. Once.
   *
   * @param telling what people should know, on any thread
   * @throws dev.tidemark.checkpoint.StoreException when the store can't be used
   * @throws InterruptedException when the thread is interrupted; every run can be resumed
   */
  public RunResult run(Consumer<String> telling) throws InterruptedException {
    says = telling;
    Either<Outcome, Map<Partition, Position>> begun = begin();
    if (begun.isLeft()) {
      return new RunResult.Ended(begun.getLeft(), progress());
    }
    Duration patience = flow.whole().execution().drainTimeout().plus(MARGIN);
    try (Membership group =
        flow.source().join(flow.context(), new SharedSource.Member(member, patience))) {
      try {
        takePart(group, begun.get());
      } finally {
        running.values().forEach(each -> each.abandon("the process is ending"));
      }
    }
    return ended();
  }

  private Either<Outcome, Map<Partition, Position>> begin() throws InterruptedException {
    try {
      return SharedBeginning.mark(flow.whole(), order.store()).mapLeft(SharedBeginning::refused);
    } catch (ConnectorException.Terminal wrong) {
      return Either.left(new Outcome.Refused(wrong.fault(), wrong.reason()));
    } catch (ConnectorException away) {
      return Either.left(new Outcome.Unreachable(away.fault(), away.reason()));
    }
  }

  private RunResult ended() {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("a partition's runner has ended without a word", failure);
    }
    Outcome all = outcome;
    return new RunResult.Ended(
        all == null ? new Outcome.Completed(flow.whole().name()) : all, progress());
  }

  /** Asks it to stop in good order: every slot is drained, then the group is left. */
  public void drain(String reason) {
    draining = reason;
    running.values().forEach(each -> each.drain(reason));
  }

  private void takePart(Membership group, Map<Partition, Position> carried)
      throws InterruptedException {
    Slots slots = new Slots();
    while (true) {
      takeEnds(group);
      if (draining != null && running.isEmpty()) {
        return;
      }
      start(group, carried);
      poll(group, slots);
    }
  }

  /** The first failure stops all; what a slot did that was given up is another member's to see. */
  private void takeEnds(Membership group) {
    for (SlotRun end = ends.poll(); end != null; end = ends.poll()) {
      running.remove(end.slot(), end);
      keep(end.progress());
      if (end.givenUp()) {
        continue;
      }
      end.failure().ifPresent(this::fail);
      Optional<Outcome> became = end.outcome();
      if (became.isPresent()) {
        judge(end.slot(), became.get());
      }
    }
    boolean due = System.nanoTime() - confirmedNanos > flow.whole().execution().lease().toNanos();
    if (!superseded.isEmpty() && due) {
      confirmedNanos = System.nanoTime();
      group.confirm();
    }
  }

  private void judge(String slot, Outcome became) {
    switch (became) {
      case Outcome.Completed done -> {
        // As asked for.
      }
      case Outcome.UpToDate nothing -> {
        // Nothing to do.
      }
      case Outcome.Stopped stop -> {
        if (!stop.runId().isEmpty()) {
          fail(stop);
        }
      }
      case Outcome.Lost lost -> {
        // Not begun again before the group has agreed anew that it is ours.
        superseded.add(slot);
        says.accept(slot + ": another member has taken it over: " + lost.reason());
      }
      case Outcome.Failed failed -> fail(failed);
      case Outcome.Refused refused ->
          fail(new Outcome.Refused(refused.fault(), flow.name(slot) + ": " + refused.reason()));
      case Outcome.FlowChanged changed -> fail(changed);
      case Outcome.Unreachable away ->
          fail(new Outcome.Unreachable(away.fault(), flow.name(slot) + ": " + away.reason()));
    }
  }

  private void fail(Outcome first) {
    if (outcome == null && failure == null) {
      outcome = first;
      says.accept("a partition has failed: the others are finished first");
    }
    drain("another partition has failed");
  }

  private void fail(Throwable first) {
    if (outcome == null && failure == null) {
      failure = first;
    }
    drain("another partition has failed");
  }

  private void start(Membership group, Map<Partition, Position> carried) {
    for (String slot : assigned) {
      if (draining == null && !running.containsKey(slot) && !superseded.contains(slot)) {
        began = true;
        RunOrder own =
            new RunOrder(
                flow.slot(slot, context -> group.open(context, slot), carried),
                order.store(),
                order.wish(),
                true,
                order.clock(),
                order.listener());
        SlotRun run = new SlotRun(slot, new Runner(own), says);
        running.put(slot, run);
        run.start(ends::add);
        String late = draining;
        if (late != null) {
          run.drain(late);
        }
      }
    }
  }

  private void poll(Membership group, Slots slots) throws InterruptedException {
    try {
      group.poll(POLL, slots);
      trouble = "";
    } catch (ConnectorException.Retryable away) {
      if (!joined) {
        end(new Outcome.Unreachable(away.fault(), away.reason()));
        return;
      }
      if (trouble.isEmpty()) {
        trouble = away.reason();
        says.accept("trying again: " + away.reason());
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (ConnectorException.Fenced other) {
      slots.lost(Set.copyOf(running.keySet()));
      end(new Outcome.Lost(other.reason()));
    } catch (ConnectorException wrong) {
      end(
          began
              ? new Outcome.Failed(flow.whole().name(), wrong.fault(), wrong.reason())
              : new Outcome.Refused(wrong.fault(), wrong.reason()));
    }
  }

  private void end(Outcome because) {
    if (outcome == null && failure == null) {
      outcome = because;
    }
    drain("this member can't go on");
  }

  /** What the group says; on the thread that polls. */
  private final class Slots implements Membership.Listener {

    @Override
    public void assigned(Set<String> slots) {
      joined = true;
      superseded.clear();
      if (!assigned.equals(slots)) {
        assigned.clear();
        assigned.addAll(slots);
        says.accept(
            "%s: this member, %s, has %s"
                .formatted(
                    flow.whole().name(),
                    member,
                    slots.isEmpty() ? "no partition for now" : String.join(", ", assigned)));
      }
    }

    @Override
    public void revoked(Set<String> slots) throws InterruptedException {
      assigned.removeAll(slots);
      superseded.removeAll(slots);
      List<SlotRun> given = of(slots);
      given.forEach(each -> each.giveUp("another member takes it over"));
      Duration patience = flow.whole().execution().drainTimeout().plus(MARGIN);
      long deadline = System.nanoTime() + patience.toNanos();
      for (SlotRun each : given) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!each.awaitEnd(left)) {
          // The next owner's claim shuts it out.
          each.abandon("its drain has taken too long");
        }
      }
    }

    @Override
    public void lost(Set<String> slots) {
      assigned.removeAll(slots);
      superseded.removeAll(slots);
      List<SlotRun> gone = of(slots);
      gone.forEach(each -> each.abandon("the group has given it to another member"));
      if (!gone.isEmpty()) {
        says.accept(
            "lost to other members: "
                + String.join(", ", gone.stream().map(SlotRun::slot).toList()));
      }
    }

    private List<SlotRun> of(Set<String> slots) {
      return running.values().stream().filter(each -> slots.contains(each.slot())).toList();
    }
  }

  /** How far all slots of this member have come, those that it had before included. */
  public Progress progress() {
    Map<String, Progress> all = new TreeMap<>();
    synchronized (past) {
      all.putAll(past);
    }
    List<SlotRun> now = List.copyOf(running.values());
    now.forEach(each -> put(all, each.progress()));
    return new ProgressSum(flow.whole(), startedAt, now.size()).of(all.values());
  }

  private void keep(Progress progress) {
    synchronized (past) {
      put(past, progress.withoutTrouble());
    }
  }

  private static void put(Map<String, Progress> all, Progress progress) {
    if (!progress.runId().isEmpty()) {
      all.put(progress.runId(), progress);
    }
  }
}
