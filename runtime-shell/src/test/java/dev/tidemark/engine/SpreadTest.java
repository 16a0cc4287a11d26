package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row goes the same way whether its batch is held by rows or by columns. */
class SpreadTest {

  private static final int ROWS = 300;

  private static Object[] row(int number) {
    return new Object[] {(long) number % 70, number % 3 == 0 ? null : "kind " + number % 7};
  }

  private static List<String> shown(RowBatch lane) {
    return IntStream.range(0, lane.size())
        .mapToObj(i -> lane.origin(i) + Arrays.toString(lane.row(i)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "id", "kind", "id kind"})
  void lanesAreTheSame(String key) {
    RowBatchBuilder rows = new RowBatchBuilder(Rows.SCHEMA, ROWS);
    ColumnBatchBuilder columns = new ColumnBatchBuilder(Rows.SCHEMA, 1);
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i), i);
      columns.add(row(i), i);
    }
    List<String> names = key.isEmpty() ? List.of() : List.of(key.split(" "));
    List<List<String>> lanes = lanes(rows.build(), names);
    assertThat(lanes(columns.build(), names)).isEqualTo(lanes);
    assertThat(lanes).hasSize(3).noneMatch(List::isEmpty);
    assertThat(lanes.stream().mapToInt(List::size).sum()).isEqualTo(ROWS);
  }

  private static List<List<String>> lanes(RowBatch rows, List<String> key) {
    Position start = new Position("0");
    SourceBatch batch =
        new SourceBatch(
            new Partition("in", "p"),
            start,
            new Position("" + ROWS),
            ROWS,
            rows,
            index -> new Position("" + index),
            new ArrayList<>(),
            0,
            Optional.empty());
    return Spread.overLanes(rows, batch, key, 3).stream().map(SpreadTest::shown).toList();
  }
}
