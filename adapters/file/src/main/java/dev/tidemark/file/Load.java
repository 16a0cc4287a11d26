package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.PositionRow;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.List;

/**
 * What a sink's data covers. Immutable.
 *
 * @param generation 0 before the first
 * @param run the last that wrote; 0 before the first
 * @param resolved what the run's start decided
 * @param rows one a partition and lane
 * @param applied the dead letters that were replayed into it (Delivery 25)
 */
record Load(
    long generation, long run, String resolved, Vector<PositionRow> rows, Set<String> applied) {

  /** Before the first. */
  static final Load NONE = new Load(0, 0, "", Vector.empty(), HashSet.empty());

  /** Nothing is covered yet. */
  Load emptied(long nextGeneration) {
    return new Load(nextGeneration, run, "", Vector.empty(), HashSet.empty());
  }

  /** As a run opens it: positions that are known stay. */
  Load opened(Opening opening) {
    Vector<PositionRow> all = rows;
    for (PositionRow row : opening.rows()) {
      boolean known =
          all.exists(
              other -> other.partition().equals(row.partition()) && other.lane() == row.lane());
      all = known ? all : all.append(row);
    }
    return new Load(generation, opening.run(), opening.resolved(), all, applied);
  }

  /**
   * The compare-and-set: every position must be where the delivery begins (Delivery 9).
   *
   * @param target for the message
   */
  Load moved(List<Move> moves, Path target) throws ConnectorException {
    Vector<PositionRow> all = rows;
    for (Move move : moves) {
      int index =
          all.indexWhere(
              row -> row.partition().equals(move.partition()) && row.lane() == move.lane());
      if (index < 0 || !all.get(index).position().equals(move.from())) {
        throw new ConnectorException.Fenced(
            target
                + " stands at "
                + (index < 0 ? "no position" : all.get(index).position().text())
                + " in "
                + move.partition().text()
                + ", expected "
                + move.from().text());
      }
      all = all.update(index, all.get(index).moved(move));
    }
    return new Load(generation, run, resolved, all, applied);
  }

  /** With the rows of these letters. */
  Load replayed(List<String> letters) {
    return new Load(generation, run, resolved, rows, applied.addAll(letters));
  }
}
