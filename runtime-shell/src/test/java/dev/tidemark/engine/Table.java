package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.Schema;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table with its positions in memory: what outlives the runs of a test. Guarded by itself. */
final class Table implements SinkType {

  /** Runs within a write. */
  interface Hook {
    void run() throws ConnectorException, InterruptedException;
  }

  /** What befalls one write: before anything took effect, and after all did. */
  record Fault(Hook before, Hook after) {
    static Fault before(Hook hook) {
      return new Fault(hook, () -> {});
    }

    static Fault after(Hook hook) {
      return new Fault(() -> {}, hook);
    }
  }

  final List<@Nullable Object[]> rows = new ArrayList<>();
  final List<@Nullable Object[]> staged = new ArrayList<>();
  final List<DeadLetter> letters = new ArrayList<>();
  final Set<String> applied = new HashSet<>();
  final Deque<Fault> faults = new ArrayDeque<>();
  final List<Schema> prepared = new ArrayList<>();
  Predicate<@Nullable Object[]> refuses = row -> false;
  Hook everyWrite = () -> {};
  Standing standing = Standing.NONE;
  String wrong = "";
  boolean replaces;
  int writes;
  int lookUps;
  int finishes;

  Table replacing() {
    replaces = true;
    return this;
  }

  synchronized List<Long> ids() {
    return Rows.ids(rows);
  }

  synchronized Standing seen() {
    return new Standing(
        standing.owner(),
        standing.generation(),
        standing.run(),
        standing.complete(),
        standing.resolved(),
        rows.isEmpty(),
        standing.rows());
  }

  synchronized void stand(
      Owner owner, long generation, long run, boolean complete, Seq<PositionRow> positions) {
    standing =
        new Standing(
            owner, generation, run, complete, standing.resolved(), rows.isEmpty(), positions);
  }

  synchronized void resolve(String resolved) {
    standing =
        new Standing(
            standing.owner(),
            standing.generation(),
            standing.run(),
            standing.complete(),
            resolved,
            standing.empty(),
            standing.rows());
  }

  /** Another runner takes over, unseen. */
  synchronized void steal() {
    Owner thief = new Owner(standing.owner().epoch() + 1, "thief");
    stand(thief, standing.generation(), standing.run(), standing.complete(), standing.rows());
  }

  /** The positions go; the rows stay. */
  synchronized void forget() {
    standing = Standing.NONE;
  }

  synchronized boolean stands(Move move) {
    return standing
        .rows()
        .exists(
            row ->
                row.partition().equals(move.partition())
                    && row.lane() == move.lane()
                    && row.position().equals(move.from()));
  }

  synchronized void move(Move move) {
    Vector<PositionRow> moved =
        standing
            .rows()
            .map(
                row ->
                    row.partition().equals(move.partition()) && row.lane() == move.lane()
                        ? row.moved(move)
                        : row)
            .toVector();
    stand(standing.owner(), standing.generation(), standing.run(), standing.complete(), moved);
  }

  @Override
  public String type() {
    return "table";
  }

  @Override
  public String description() {
    return "rows in memory";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return new Guarantee(Guarantee.Level.EXACTLY_ONCE, "in memory", replaces, !replaces);
  }

  @Override
  public String target(Settings settings) {
    return "memory";
  }

  @Override
  public void check(StageContext context, Schema input) throws InvalidStageException {
    if (!wrong.isEmpty()) {
      throw new InvalidStageException("key", wrong);
    }
  }

  @Override
  public Sink open(StageContext context) {
    return new TableSink(this);
  }
}
