package dev.tidemark.simulation;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A target with a memory of its own, which survives every process. Each method is one transaction:
 * it takes effect wholly, or throws and changes nothing.
 */
final class Target {

  private record Cell(Partition partition, int lane) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byPartition = partition.compareTo(other.partition);
      return byPartition != 0 ? byPartition : Integer.compare(lane, other.lane);
    }
  }

  private record LetterKey(String stage, Partition partition, String position, int ordinal) {}

  /** One write, as the target takes it. */
  record Write(
      Owner owner,
      long generation,
      List<Move> moves,
      List<Item> rows,
      List<DeadLetter> letters,
      int variant) {}

  final Scenario.SinkPlan plan;

  /** What readers see. */
  final List<Item> visible = new ArrayList<>();

  /** What came by replays of dead letters. */
  final List<Item> replayed = new ArrayList<>();

  /** The dead letters that were replayed, each with the variant of the flow that took it. */
  final Map<String, Integer> applied = new LinkedHashMap<>();

  /** Under which variant of the flow each record was covered. */
  final Map<Partition, Map<Integer, Integer>> variants = new LinkedHashMap<>();

  /** What should never have happened. */
  final List<String> violations = new ArrayList<>();

  private final List<Item> staged = new ArrayList<>();
  private final Map<LetterKey, DeadLetter> letters = new LinkedHashMap<>();
  private final TreeMap<Cell, PositionRow> rows = new TreeMap<>();
  private Standing standing = Standing.NONE;

  /** The target was dropped, and the positions beside it were not. */
  private boolean gone;

  Target(Scenario.SinkPlan plan) {
    this.plan = plan;
  }

  /** The same target at this moment, apart from it. */
  Target backup() {
    Target copy = new Target(plan);
    copy.restore(this);
    return copy;
  }

  /** Puts the target back to what it was; what should not have happened stays. */
  void restore(Target backup) {
    visible.clear();
    visible.addAll(backup.visible);
    staged.clear();
    staged.addAll(backup.staged);
    letters.clear();
    letters.putAll(backup.letters);
    rows.clear();
    rows.putAll(backup.rows);
    variants.clear();
    backup.variants.forEach((partition, map) -> variants.put(partition, new TreeMap<>(map)));
    standing = backup.standing;
    gone = backup.gone;
  }

  /** Somebody drops the target. */
  void drop() {
    visible.clear();
    letters.clear();
    staged.clear();
    variants.clear();
    gone = true;
  }

  List<DeadLetter> letters() {
    return List.copyOf(letters.values());
  }

  Standing standing() {
    Standing now =
        new Standing(
            standing.owner(),
            standing.generation(),
            standing.run(),
            standing.complete(),
            standing.resolved(),
            visible.isEmpty(),
            Vector.ofAll(rows.values()));
    return gone ? now.forgotten() : now;
  }

  private void stand(Owner owner, long generation, long run, boolean complete, String resolved) {
    standing =
        new Standing(owner, generation, run, complete, resolved, visible.isEmpty(), Vector.empty());
  }

  private void hold(Owner owner) throws ConnectorException.Fenced {
    if (!owner.equals(standing.owner())) {
      throw new ConnectorException.Fenced(plan.name() + " is owned by " + standing.owner());
    }
  }

  Standing claim(Owner owner) throws ConnectorException.Fenced {
    Owner last = standing.owner();
    boolean passed = owner.epoch() < last.epoch();
    if (passed || (owner.epoch() == last.epoch() && !owner.id().equals(last.id()))) {
      throw new ConnectorException.Fenced(plan.name() + " is owned by " + last);
    }
    stand(owner, standing.generation(), standing.run(), standing.complete(), standing.resolved());
    return standing();
  }

  void open(Opening opening) throws ConnectorException.Fenced {
    hold(opening.owner());
    boolean anew = opening.generation() > standing.generation();
    if (opening.generation() < standing.generation()) {
      violations.add("opened at " + opening.generation() + " after " + standing.generation());
    }
    if (anew || gone) {
      rows.clear();
      staged.clear();
      variants.clear();
      if (plan.replaces()) {
        letters.clear();
      }
    }
    gone = false;
    replaceLanes(opening);
    for (PositionRow row : opening.rows()) {
      rows.putIfAbsent(new Cell(row.partition(), row.lane()), row);
    }
    stand(
        opening.owner(),
        opening.generation(),
        opening.run(),
        !anew && standing.complete(),
        opening.resolved());
  }

  private void replaceLanes(Opening opening) {
    opening
        .rows()
        .groupBy(PositionRow::partition)
        .forEach(
            (partition, lanes) -> {
              long known =
                  rows.keySet().stream().filter(cell -> cell.partition().equals(partition)).count();
              if (known > 0 && known != lanes.size()) {
                rows.keySet().removeIf(cell -> cell.partition().equals(partition));
              }
            });
  }

  /** Moves positions by compare and set, and takes rows and letters with them. */
  int write(Write write) throws ConnectorException.Fenced {
    hold(write.owner());
    if (gone) {
      throw new ConnectorException.Fenced(plan.name() + " is gone");
    }
    if (write.generation() != standing.generation()) {
      throw new ConnectorException.Fenced(plan.name() + " is in another load");
    }
    for (Move move : write.moves()) {
      PositionRow row = rows.get(new Cell(move.partition(), move.lane()));
      if (row == null || !row.position().equals(move.from())) {
        throw new ConnectorException.Fenced(plan.name() + " stands at " + row);
      }
    }
    for (Move move : write.moves()) {
      rows.computeIfPresent(
          new Cell(move.partition(), move.lane()), (cell, row) -> row.moved(move));
      cover(move, write.variant());
    }
    (plan.replaces() ? staged : visible).addAll(write.rows());
    return keep(write.letters());
  }

  private void cover(Move move, int variant) {
    int from = Positions.number(move.from());
    int to = Positions.number(move.to());
    if (to < from) {
      violations.add("the position fell: " + move);
    }
    Map<Integer, Integer> covered =
        variants.computeIfAbsent(move.partition(), partition -> new TreeMap<>());
    for (int record = from; record < to; record++) {
      Integer other = covered.put(record, variant);
      if (other != null && other != variant) {
        violations.add("lanes took record " + record + " of " + move + " by different flows");
      }
    }
  }

  /** A record that is still to come would come twice. */
  void past(DeadLetter letter) {
    for (PositionRow row : rows.values()) {
      if (row.partition().equals(letter.partition())
          && Positions.ORDER.compare(row.position(), letter.position()) <= 0) {
        violations.add("put back while it is still to come: " + letter);
      }
    }
  }

  /** Takes the rows of a dead letter, unless it has them; whether it had not. */
  boolean apply(String letter, List<Item> items, int variant) {
    if (applied.putIfAbsent(letter, variant) != null) {
      return false;
    }
    replayed.addAll(items);
    return true;
  }

  /** Begins a replay: what it then applies belongs to one transaction. */
  void replaying(Owner owner, long generation) throws ConnectorException.Fenced {
    hold(owner);
    if (generation != standing.generation()) {
      throw new ConnectorException.Fenced(plan.name() + " is in another load");
    }
  }

  private int keep(List<DeadLetter> refused) {
    int inserted = 0;
    for (DeadLetter letter : refused) {
      LetterKey key =
          new LetterKey(
              letter.stage(), letter.partition(), letter.position().text(), letter.ordinal());
      if (letters.putIfAbsent(key, letter) == null) {
        inserted++;
      } else {
        violations.add("a dead letter came twice: " + letter);
      }
    }
    return inserted;
  }

  void finish(Owner owner) throws ConnectorException.Fenced {
    hold(owner);
    if (plan.replaces() && !standing.complete()) {
      visible.clear();
      visible.addAll(staged);
      staged.clear();
    }
    stand(owner, standing.generation(), standing.run(), true, standing.resolved());
  }
}
