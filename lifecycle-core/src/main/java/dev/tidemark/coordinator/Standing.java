package dev.tidemark.coordinator;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Comparator;

/**
 * What a sink remembers about a pipeline: the truth about that sink. A sink that remembers nothing
 * answers {@link #NONE}.
 *
 * @param owner the last one that claimed it
 * @param generation the load that its rows belong to; 0 before the first
 * @param run the number of the last run that wrote to it; 0 before the first
 * @param complete whether that generation was finished (a file renamed, a table swapped); always
 *     false for a sink that has nothing to finish
 * @param resolved what the run's start decided once, as the coordinator gave it ({@link Decided});
 *     empty before
 * @param empty whether the target itself holds no data, or doesn't exist
 * @param rows one a partition and lane of the generation
 */
public record Standing(
    Owner owner,
    long generation,
    long run,
    boolean complete,
    String resolved,
    boolean empty,
    Seq<PositionRow> rows) {

  /** The greatest number of lanes of any partition. */
  public int lanes() {
    return rows.map(row -> row.lane() + 1).max().getOrElse(0);
  }

  /** Whether, in each partition, all lanes stand equal: only then may their number change. */
  public boolean level() {
    return rows.groupBy(PositionRow::partition)
        .values()
        .forAll(lanes -> lanes.map(PositionRow::position).distinct().size() == 1);
  }

  /** A digest of the load and its positions: equal only where nothing was opened in between. */
  public String digest() {
    Seq<String> parts =
        rows.sorted(
                Comparator.comparing(PositionRow::partition).thenComparingInt(PositionRow::lane))
            .flatMap(
                row ->
                    Vector.of(
                        row.partition().text(),
                        Integer.toString(row.lane()),
                        row.position().text()));
    return Keys.of(parts.prepend(Long.toString(generation)).toJavaArray(String[]::new));
  }

  /** The same without its rows, for a target that is gone. */
  public Standing forgotten() {
    return new Standing(owner, generation, run, false, resolved, true, Vector.empty());
  }

  /** A sink that has never been claimed, with no data. */
  public static final Standing NONE =
      new Standing(new Owner(0, ""), 0, 0, false, "", true, Vector.empty());
}
