package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Decided;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.coordinator.Segment;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.record.RowBatch;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out one effect: the only place that writes to sinks, acknowledges to sources and saves to
 * the store, and only because an effect says so. Effects of one lane must come one after another;
 * otherwise thread-safe.
 */
final class Interpreter {

  private final FlowGraph flow;
  private final Stages stages;
  private final CheckpointStore store;
  private final LeaseKeeper lease;
  private final InstantSource clock;
  private final Batches batches = new Batches();
  private final Columns columns;
  private final Reads reads;
  private final Rereads rereads;
  private final LetterCount letterCount;
  private volatile Optional<Chain> chain = Optional.empty();
  private volatile Map<String, Integer> lanes = Map.of();
  private volatile String runId = "";

  Interpreter(
      FlowGraph flow,
      Stages stages,
      CheckpointStore store,
      LeaseKeeper lease,
      InstantSource clock) {
    this.flow = flow;
    this.stages = stages;
    this.store = store;
    this.lease = lease;
    this.clock = clock;
    this.columns = new Columns(flow, stages);
    this.reads = new Reads(flow);
    this.rereads = new Rereads(store);
    this.letterCount = new LetterCount(store);
  }

  /** The run that dead letters belong to from now on. */
  void enter(String run) {
    runId = run;
  }

  /** What the run being resumed, or the load going on, has decided. */
  void remember(Resolved resolved) {
    columns.remember(resolved);
  }

  void release(long batch) {
    batches.release(batch);
  }

  /**
   * Carries out an effect that has an answer.
   *
   * @throws ConnectorException when a connector couldn't
   * @throws InvalidStageException when the flow doesn't fit the data's columns
   */
  Event carryOut(Effect effect)
      throws ConnectorException, InvalidStageException, InterruptedException {
    return switch (effect) {
      case Effect.Inspect each ->
          new Event.Inspected(each.sink(), remembered(keeping(each.sink()).inspect()));
      case Effect.RaiseEpoch each -> {
        lease.raise(each.epoch());
        // The store may have had to go higher still.
        yield new Event.EpochRaised(lease.lease().owner().epoch());
      }
      case Effect.Claim each ->
          new Event.Claimed(
              each.sink(),
              SharedMark.requireNone(flow.name(), keeping(each.sink()).claim(each.owner())));
      case Effect.Resolve each -> resolve(each);
      case Effect.Compile each -> compile(each);
      case Effect.Prepare each -> {
        stages.sink(each.sink()).prepare(chain().input(each.sink()));
        yield new Event.Prepared(each.sink());
      }
      case Effect.Save each -> {
        store.save(lease.lease(), each.entry());
        yield new Event.Saved(each.entry().number());
      }
      case Effect.Open each -> {
        keeping(each.sink()).open(each.opening());
        rereads.opened(each.sink(), each.opening());
        yield new Event.Opened(each.sink());
      }
      case Effect.Assign each -> {
        PositionOrder order = stages.source(each.source()).order();
        rereads.before(lease.lease(), order, each.assignments(), now());
        stages.source(each.source()).assign(each.assignments().asJava(), columns.of(each.source()));
        yield new Event.Assigned(each);
      }
      case Effect.Read each -> read(each);
      case Effect.Transform each -> transform(each);
      case Effect.KeepLetters each -> keepLetters(each);
      case Effect.CopyLetters each -> {
        List<DeadLetter> letters = Letters.ofWrite(each.write(), batches, stamp());
        yield new Event.LettersCopied(
            each.write(), letterCount.keep(lease.lease(), runId, letters));
      }
      case Effect.RecallLetters each -> recallLetters(each);
      case Effect.Write each -> write(each);
      case Effect.SavePlan each -> {
        store.plan(lease.lease(), each.plan());
        yield new Event.PlanSaved(each.plan());
      }
      case Effect.Publish each -> {
        planned(each.plan().writer().sink()).publish(each.plan());
        yield new Event.Published(each.plan());
      }
      case Effect.LookUp each ->
          new Event.LookedUp(each.writer(), keeping(each.writer().sink()).lookUp());
      case Effect.Acknowledge each -> {
        stages.source(each.source()).acknowledge(each.positions().toJavaMap());
        yield new Event.Acknowledged(each.source());
      }
      case Effect.Finish each -> {
        keeping(each.sink()).finish(each.owner());
        yield new Event.Finished(each.sink());
      }
      case Effect.Release each -> throw unanswered(each);
      case Effect.Wake each -> throw unanswered(each);
      case Effect.Stop each -> throw unanswered(each);
    };
  }

  private static IllegalStateException unanswered(Effect effect) {
    return new IllegalStateException("not an effect with an answer: " + effect);
  }

  /** A sink remembers what its load has decided, in case the store doesn't. */
  private Standing remembered(Standing standing) throws ConnectorException {
    SharedMark.requireNone(flow.name(), standing);
    columns.adopt(Resolved.parse(Decided.parse(standing.resolved()).resolved()));
    return standing;
  }

  private Letters.Stamp stamp() {
    return new Letters.Stamp(runId, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Chain chain() {
    return chain.orElseThrow(() -> new IllegalStateException("not yet compiled"));
  }

  private Sink.Transactional keeping(String sink) {
    return (Sink.Transactional) stages.sink(sink);
  }

  private Sink.Planned planned(String sink) {
    return (Sink.Planned) stages.sink(sink);
  }

  private Event resolve(Effect.Resolve effect) throws ConnectorException, InterruptedException {
    Resolution resolution =
        stages
            .source(effect.source())
            .resolve(new Known(effect.known().toJavaMap(), effect.bounds().asJava()));
    return new Event.Resolved(effect.source(), Vector.ofAll(resolution.partitions()));
  }

  private Event compile(Effect.Compile effect)
      throws ConnectorException, InvalidStageException, InterruptedException {
    columns.enter(effect.generations().toJavaMap());
    columns.settle(effect.learn());
    Chain whole = Chain.compile(flow, columns.all());
    columns.narrow(whole::needed);
    chain = Optional.of(Chain.compile(flow, columns.narrowed()));
    List<PartitionBounds> bounds = effect.bounds().asJava();
    lanes = effect.lanes().toJavaMap();
    Resolved resolved =
        new Resolved(
            bounds, columns.all(), effect.generations().toJavaMap(), effect.stood().toJavaMap());
    return new Event.Compiled(resolved.text());
  }

  private Event read(Effect.Read effect) throws ConnectorException, InterruptedException {
    Optional<SourceBatch> read = next(effect.source());
    if (read.isEmpty()) {
      return new Event.NothingRead(effect.source());
    }
    SourceBatch batch = read.get();
    return new Event.BatchRead(
        batches.add(batch, stages.source(effect.source())::describe),
        batch.partition(),
        batch.from(),
        batch.to(),
        batch.records(),
        batch.bytes(),
        batch.eventTime().orElseGet(this::now).truncatedTo(ChronoUnit.MICROS),
        record -> batch.before().apply(record));
  }

  /** A source that can't go on fails the run, but not before what was read has arrived. */
  private Optional<SourceBatch> next(String source)
      throws ConnectorException, InterruptedException {
    try {
      return reads.next(source, stages.source(source));
    } catch (ConnectorException.Terminal e) {
      batches.awaitNoneOf(source);
      throw e;
    }
  }

  private Event transform(Effect.Transform effect) throws ConnectorException, InterruptedException {
    Set<String> sinks = new LinkedHashSet<>();
    effect.writers().forEach(writer -> sinks.add(writer.sink()));
    SourceBatch batch = batches.source(effect.batch());
    Chain.Made made = chain().make(batch, sinks, now());
    int letters = 0;
    int dropped = 0;
    for (Chain.Refusal refusal : made.refusals()) {
      switch (refusal.stage().onError()) {
        case FAIL -> throw Refusals.fatal(refusal, batches.place(effect.batch(), refusal.record()));
        case DROP -> dropped++;
        case DEAD_LETTER -> letters++;
      }
    }
    batches.made(effect.batch(), spread(made, batch), made.refusals());
    io.vavr.collection.Map<Writer, Event.Rows> rows = TreeMap.empty();
    for (Writer writer : effect.writers()) {
      rows = rows.put(writer, new Batches.MadeRows(batches.rows(effect.batch(), writer)));
    }
    return new Event.Transformed(effect.batch(), rows, letters, dropped);
  }

  private Map<Writer, RowBatch> spread(Chain.Made made, SourceBatch batch) {
    Map<Writer, RowBatch> rows = new HashMap<>();
    made.rows()
        .forEach(
            (sink, all) -> {
              int ways = lanes.getOrDefault(sink, 1);
              List<RowBatch> each =
                  ways == 1 ? List.of(all) : Spread.overLanes(all, batch, laneColumns(sink), ways);
              for (int lane = 0; lane < ways; lane++) {
                rows.put(new Writer(sink, lane), each.get(lane));
              }
            });
    return rows;
  }

  private List<String> laneColumns(String sink) {
    return keeping(sink).laneColumns().orElse(List.of());
  }

  private Event keepLetters(Effect.KeepLetters effect) {
    List<DeadLetter> letters =
        Letters.ofBatch(batches, effect.batch(), columns.generations(), stamp());
    return new Event.LettersKept(effect.batch(), letterCount.keep(lease.lease(), runId, letters));
  }

  private Event recallLetters(Effect.RecallLetters effect)
      throws ConnectorException, InterruptedException {
    List<DeadLetter> letters =
        stages.sink(effect.sink()) instanceof Sink.Transactional sink
            ? sink.deadLetters(effect.runId())
            : List.of();
    return new Event.LettersRecalled(
        effect.sink(), letterCount.recall(lease.lease(), effect.runId(), letters));
  }

  private Event write(Effect.Write effect) throws ConnectorException, InterruptedException {
    return switch (stages.sink(effect.writer().sink())) {
      case Sink.Transactional sink ->
          new Event.Written(effect.writer(), effect.number(), sink.write(delivery(effect)));
      case Sink.Planned sink ->
          new Event.Staged(effect.writer(), effect.number(), sink.stage(delivery(effect)));
      case Sink.AtLeastOnce sink -> {
        for (RowBatch rows : rows(effect)) {
          sink.write(rows);
        }
        yield new Event.Written(effect.writer(), effect.number(), 0);
      }
    };
  }

  private Delivery delivery(Effect.Write effect) {
    List<Move> moves = effect.moves().asJava();
    return new Delivery(
        effect.owner(),
        effect.generation(),
        moves,
        rows(effect),
        Letters.ofWrite(effect, batches, stamp()));
  }

  private List<RowBatch> rows(Effect.Write effect) {
    List<RowBatch> rows = new ArrayList<>();
    for (Segment segment : effect.segments()) {
      if (segment.written() > 0) {
        rows.add(
            batches
                .rows(segment.batch(), effect.writer())
                .slice(segment.fromRow(), segment.toRow()));
      }
    }
    return rows;
  }

  /** The lane of the source that a batch was read from. */
  String sourceLane(Effect.Transform effect) {
    return "source-" + batches.source(effect.batch()).partition().source();
  }

  private static String lane(Writer writer) {
    String sink = "sink-" + writer.sink();
    return writer.lane() == 0 ? sink : sink + "-" + writer.lane();
  }

  /** Where an effect is carried out, in order with others of the same name. */
  static String lane(Effect effect) {
    return switch (effect) {
      case Effect.Inspect each -> "sink-" + each.sink();
      case Effect.Claim each -> "sink-" + each.sink();
      case Effect.Prepare each -> "sink-" + each.sink();
      case Effect.Open each -> "sink-" + each.sink();
      case Effect.Finish each -> "sink-" + each.sink();
      case Effect.RecallLetters each -> "sink-" + each.sink();
      case Effect.Write each -> lane(each.writer());
      case Effect.LookUp each -> lane(each.writer());
      case Effect.Publish each -> "sink-" + each.plan().writer().sink();
      case Effect.Resolve each -> "source-" + each.source();
      case Effect.Assign each -> "source-" + each.source();
      case Effect.Read each -> "source-" + each.source();
      case Effect.Acknowledge each -> "source-" + each.source();
      case Effect.Compile each -> "compile";
      case Effect.Transform each -> "";
      case Effect.RaiseEpoch each -> "store";
      case Effect.Save each -> "store";
      case Effect.KeepLetters each -> "store";
      case Effect.CopyLetters each -> "store";
      case Effect.SavePlan each -> "store";
      case Effect.Release each -> "";
      case Effect.Wake each -> "";
      case Effect.Stop each -> "";
    };
  }
}
