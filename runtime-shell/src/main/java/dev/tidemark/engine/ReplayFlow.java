package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Decided;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.control.Either;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flow as letters find it: compiled for the columns of its last run, and its sinks. */
final class ReplayFlow {

  private final Map<String, ReplayTarget> targets;
  private final long greatestEpoch;
  private final Chain chain;
  private final Aims aims;
  private final Reentry reentry;

  private ReplayFlow(
      FlowGraph flow,
      Stages stages,
      Map<String, ReplayTarget> targets,
      long greatestEpoch,
      Chain chain) {
    this.targets = targets;
    this.greatestEpoch = greatestEpoch;
    this.chain = chain;
    this.aims =
        new Aims(flow, sink -> target(sink).place(), source -> stages.source(source).order());
    this.reentry = new Reentry(flow, stages, chain);
  }

  /** Asks the store and the sinks, and compiles; claims and changes nothing. */
  static ReplayFlow open(ReplayOrder order, Stages stages)
      throws ConnectorException, InvalidStageException, InterruptedException {
    FlowGraph flow = order.flow();
    Optional<SavedPipeline> saved = order.store().load(flow.name());
    List<BookPosition> books = saved.map(SavedPipeline::positions).orElse(List.of());
    Columns columns = new Columns(flow, stages);
    saved
        .flatMap(SavedPipeline::start)
        .map(RunStart::resolved)
        .ifPresent(resolved -> columns.remember(Resolved.parse(resolved)));
    Map<String, ReplayTarget> targets = new LinkedHashMap<>();
    long greatest = 0;
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SinkNode) {
        Sink sink = stages.sink(node.name());
        SinkPlace place = SinkPlace.of(node.name(), books);
        if (sink instanceof Sink.Transactional transactional) {
          Standing standing = transactional.inspect();
          columns.adopt(Resolved.parse(Decided.parse(standing.resolved()).resolved()));
          greatest = Math.max(greatest, standing.owner().epoch());
          place = SinkPlace.of(standing);
        }
        targets.put(node.name(), new ReplayTarget(node.name(), sink, place));
      }
    }
    return new ReplayFlow(flow, stages, targets, greatest, compiled(flow, columns));
  }

  /** Delivery 28: the columns are those of the load. */
  private static Chain compiled(FlowGraph flow, Columns columns)
      throws ConnectorException, InvalidStageException, InterruptedException {
    columns.settle(false);
    Chain whole = Chain.compile(flow, columns.all());
    columns.narrow(whole::needed);
    return Chain.compile(flow, columns.narrowed());
  }

  long greatestEpoch() {
    return greatestEpoch;
  }

  Collection<ReplayTarget> targets() {
    return targets.values();
  }

  /** The columns that a sink gets. */
  Schema input(ReplayTarget target) {
    return chain.input(target.name());
  }

  /** A letter's rows by sink, or why there are none. */
  Either<Verdict, Map<String, RowBatch>> enter(DeadLetter letter)
      throws ConnectorException, InterruptedException {
    var sinks = aims.of(letter);
    return sinks.isLeft() ? Either.left(sinks.getLeft()) : reentry.enter(letter, sinks.get());
  }

  private ReplayTarget target(String sink) {
    ReplayTarget target = targets.get(sink);
    if (target == null) {
      throw new IllegalArgumentException("no sink " + sink);
    }
    return target;
  }
}
