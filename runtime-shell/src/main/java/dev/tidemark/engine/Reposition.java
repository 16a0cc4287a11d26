package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Decided;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets where sinks go on: the repair for a target that was mended by hand. A sink is given a new
 * generation whose rows stand where they are wanted, under a lease and an epoch of its own, so that
 * no runner can write in between (Delivery 3, 16). The target's data stays as it is. Not
 * thread-safe.
 */
public final class Reposition {

  private final FlowGraph flow;
  private final CheckpointStore store;
  private final List<RepositionWish> wishes;
  private final Instant now;

  /** Touches nothing yet. */
  public Reposition(
      FlowGraph flow, CheckpointStore store, List<RepositionWish> wishes, Instant now) {
    this.flow = flow;
    this.store = store;
    this.wishes = List.copyOf(wishes);
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** What came of it. */
  public sealed interface Result {

    /**
     * Where sinks stood, and where they go on.
     *
     * @param done whether it was carried out; else it was only worked out
     */
    record Changed(List<RepositionChange> changes, boolean done) implements Result {}

    /** It can't be; nothing was changed. */
    record Refused(String reason) implements Result {}
  }

  /**
   * Works the changes out and, when {@code confirmed}, carries them out. Once. Reads the partitions
   * in question from their start, to find records and to count them.
   *
   * @throws ConnectorException when a source or a sink can't be asked; of several sinks the first
   *     ones may have been set then
   */
  public Owned<Result> apply(boolean confirmed) throws ConnectorException, InterruptedException {
    return Ownership.during(
        store, flow.name(), flow.execution().lease(), keeper -> owned(keeper, confirmed));
  }

  private Result owned(LeaseKeeper keeper, boolean confirmed)
      throws ConnectorException, InterruptedException {
    Optional<SavedPipeline> saved = store.load(flow.pipeline(), Retention.DEFAULT);
    Stages stages = Stages.open(flow);
    try {
      List<BookPosition> books = saved.map(SavedPipeline::positions).orElse(List.of());
      Survey survey = new Surveyor(flow, books).survey(stages);
      if (!survey.troubles().isEmpty()) {
        throw new ConnectorException.Retryable(String.join("; ", survey.troubles()), null);
      }
      List<RepositionChange> changes = new RepositionTargets(flow, survey, stages).of(wishes);
      if (confirmed) {
        refusePending();
        carryOut(keeper, saved, survey, changes, stages);
      }
      return new Result.Changed(changes, confirmed);
    } catch (RepositionRefusal wrong) {
      return new Result.Refused(wrong.reason());
    } finally {
      stages.close();
    }
  }

  /** Delivery 14: a write that is prepared may be in the target already; the next run finds out. */
  private void refusePending() throws RepositionRefusal {
    for (Plan plan : store.plans(flow.name())) {
      if (wishes.stream().anyMatch(wish -> wish.sink().equals(plan.writer().sink()))) {
        throw new RepositionRefusal(
            plan.writer().sink()
                + " has a write that was prepared and not confirmed; run the flow once, which"
                + " finishes it first, then set the position");
      }
    }
  }

  private void carryOut(
      LeaseKeeper keeper,
      Optional<SavedPipeline> saved,
      Survey survey,
      List<RepositionChange> changes,
      Stages stages)
      throws ConnectorException, RepositionRefusal, InterruptedException {
    long greatest =
        survey.sinks().stream().mapToLong(sink -> sink.standing().owner().epoch()).max().orElse(0L);
    if (greatest >= keeper.lease().owner().epoch()) {
      keeper.raise(greatest + 1);
    }
    Map<String, List<RepositionChange>> bySink = new LinkedHashMap<>();
    changes.forEach(each -> bySink.computeIfAbsent(each.sink(), s -> new ArrayList<>()).add(each));
    List<BookPosition> books = new ArrayList<>();
    Chain chain = chain(saved, survey, stages);
    for (Survey.SinkSurvey sink : survey.sinks()) {
      List<RepositionChange> own = bySink.getOrDefault(sink.sink(), List.of());
      if (!own.isEmpty()) {
        Standing standing = sink.standing();
        Vector<PositionRow> rows = RepositionTargets.rows(standing, own);
        if (stages.sink(sink.sink()) instanceof Sink.Transactional keeping) {
          open(keeping, keeper.lease().owner(), sink, rows, chain);
        }
        rows.forEach(row -> books.add(book(sink, row)));
      }
    }
    save(keeper, saved, books, changes);
  }

  private static BookPosition book(Survey.SinkSurvey sink, PositionRow row) {
    return new BookPosition(
        new Writer(sink.sink(), row.lane()),
        sink.standing().generation() + 1,
        row.partition(),
        row.position(),
        row.records(),
        row.read());
  }

  private static void open(
      Sink.Transactional keeping,
      Owner owner,
      Survey.SinkSurvey sink,
      Vector<PositionRow> rows,
      Chain chain)
      throws ConnectorException, RepositionRefusal, InterruptedException {
    Standing claimed = keeping.claim(owner);
    boolean same =
        claimed.generation() == sink.standing().generation()
            && claimed.rows().toSet().equals(sink.standing().rows().toSet());
    if (!same) {
      throw new RepositionRefusal(sink.sink() + " has moved meanwhile; look again");
    }
    keeping.prepare(chain.input(sink.sink()));
    keeping.open(
        new Opening(owner, claimed.generation() + 1, claimed.run(), claimed.resolved(), rows));
  }

  /** For the columns that each sink gets. */
  private Chain chain(Optional<SavedPipeline> saved, Survey survey, Stages stages)
      throws ConnectorException, RepositionRefusal, InterruptedException {
    Columns columns = new Columns(flow, stages);
    saved
        .flatMap(SavedPipeline::start)
        .ifPresent(start -> columns.adopt(Resolved.parse(start.resolved())));
    survey
        .sinks()
        .forEach(
            sink ->
                columns.adopt(
                    Resolved.parse(Decided.parse(sink.standing().resolved()).resolved())));
    columns.settle(false);
    try {
      return Chain.compile(flow, columns.all());
    } catch (InvalidStageException misfit) {
      throw new RepositionRefusal(String.valueOf(misfit.getMessage()));
    }
  }

  private void save(
      LeaseKeeper keeper,
      Optional<SavedPipeline> saved,
      List<BookPosition> books,
      List<RepositionChange> changes) {
    Runtime runtime =
        saved.map(SavedPipeline::runtime).orElseGet(() -> Runtime.of(flow.pipeline()));
    long runs = runtime.ledger().runs();
    Vector<Note> notes =
        runs == 0
            ? Vector.empty()
            : Vector.ofAll(changes).map(change -> note(flow.name() + "-" + runs, change));
    store.save(
        keeper.lease(),
        new Entry(1, runtime, Vector.ofAll(books), Vector.empty(), notes, Option.none()));
  }

  private Note note(String runId, RepositionChange change) {
    return new Note(
        runId,
        now,
        Note.Kind.MOVED,
        "%s in %s from %s to %s, by hand"
            .formatted(
                change.sink(),
                change.partition().text(),
                change.from().text(),
                change.to().text()));
  }
}
