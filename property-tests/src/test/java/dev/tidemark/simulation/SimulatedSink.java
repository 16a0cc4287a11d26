package dev.tidemark.simulation;

import dev.tidemark.coordinator.Effect.Write;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.Segment;
import dev.tidemark.coordinator.Standing;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A target and what it remembers: survives every crash. Each method is one transaction. */
final class SimulatedSink {

  final SinkSpec spec;
  final List<Item> visible = new ArrayList<>();
  final List<Item> letters = new ArrayList<>();
  final Set<Item> outside = new HashSet<>();
  final Set<String> published = new HashSet<>();
  int fallen;
  private final List<Item> staged = new ArrayList<>();
  private Standing standing = Standing.NONE;

  /** The target was dropped, and the table of positions beside it was not. */
  private boolean gone;

  SimulatedSink(SinkSpec spec) {
    this.spec = spec;
  }

  Standing standing() {
    return gone ? standing.forgotten() : standing;
  }

  /** Whether it took effect: not when the epoch has been passed. */
  boolean claim(Owner owner) {
    if (owner.epoch() < standing.owner().epoch()
        || (owner.epoch() == standing.owner().epoch()
            && !owner.id().equals(standing.owner().id()))) {
      return false;
    }
    standing = with(owner, standing.generation(), standing.run(), standing.complete(), rows());
    return true;
  }

  private io.vavr.collection.Seq<PositionRow> rows() {
    return standing.rows();
  }

  private Standing with(
      Owner owner,
      long generation,
      long run,
      boolean complete,
      io.vavr.collection.Seq<PositionRow> rows) {
    return new Standing(
        owner, generation, run, complete, standing.resolved(), visible.isEmpty(), rows);
  }

  boolean open(Opening opening) {
    if (!opening.owner().equals(standing.owner())) {
      return false;
    }
    gone = false;
    io.vavr.collection.Seq<PositionRow> rows = rows();
    boolean complete = standing.complete();
    if (opening.generation() > standing.generation()) {
      rows = Vector.empty();
      complete = false;
      staged.clear();
      if (spec.replaces()) {
        letters.clear();
      }
    }
    for (PositionRow row : opening.rows()) {
      boolean known =
          rows.exists(
              each -> each.partition().equals(row.partition()) && each.lane() == row.lane());
      if (!known) {
        rows = rows.append(row);
      }
    }
    standing = with(standing.owner(), opening.generation(), opening.run(), complete, rows);
    return true;
  }

  /** Compare and set, rows and letters, all or nothing; whether it took effect. */
  boolean write(Write write, List<Item> items, List<Item> dead) {
    if (!write.owner().equals(standing.owner()) || write.generation() != standing.generation()) {
      return false;
    }
    Map<Partition, Move> moves = new HashMap<>();
    for (Move move : write.moves()) {
      boolean there =
          rows()
              .exists(
                  row ->
                      row.partition().equals(move.partition())
                          && row.lane() == move.lane()
                          && row.position().equals(move.from()));
      if (!there) {
        return false;
      }
      moves.put(move.partition(), move);
      if (Scenario.ORDER.compare(move.to(), move.from()) < 0) {
        fallen++;
      }
    }
    (spec.replaces() ? staged : visible).addAll(items);
    letters.addAll(dead);
    io.vavr.collection.Seq<PositionRow> rows =
        rows()
            .map(
                row ->
                    row.lane() == write.writer().lane() && moves.containsKey(row.partition())
                        ? row.moved(moves.get(row.partition()))
                        : row);
    standing =
        with(standing.owner(), standing.generation(), standing.run(), standing.complete(), rows);
    return true;
  }

  boolean finish(Owner owner) {
    if (!owner.equals(standing.owner())) {
      return false;
    }
    if (spec.replaces() && !standing.complete()) {
      visible.clear();
      visible.addAll(staged);
      staged.clear();
    }
    standing = with(owner, standing.generation(), standing.run(), true, rows());
    return true;
  }

  /** An idempotent publication: the content's name makes twice one. */
  void publish(Plan plan, List<Item> items) {
    if (published.add(plan.content())) {
      visible.addAll(items);
    }
  }

  /** Somebody dropped the target: what was written is gone. */
  void drop() {
    visible.clear();
    letters.clear();
    staged.clear();
    gone = true;
  }

  /** What the store keeps for a target that has nowhere to put it. */
  void keepOutside(List<Item> items) {
    outside.addAll(items);
  }

  static boolean goesThrough(Segment segment) {
    return segment.fate() == Segment.Fate.WRITE || segment.fate() == Segment.Fate.WRITE_ALONE;
  }
}
