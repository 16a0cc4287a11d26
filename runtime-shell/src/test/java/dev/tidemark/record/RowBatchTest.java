package dev.tidemark.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.record.DataType.Simple;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowBatchTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              new Column("size", Simple.INT32, true),
              new Column("yes", Simple.BOOLEAN, true),
              new Column("name", Simple.TEXT, true)));

  private static RowBatch batch(@Nullable Object[]... rows) {
    List<ColumnVector> vectors =
        IntStream.range(0, SCHEMA.size())
            .mapToObj(
                column ->
                    ColumnVector.of(
                        SCHEMA.column(column).type(), rows.length, row -> rows[row][column]))
            .toList();
    int[] origins = IntStream.range(0, rows.length).map(i -> i * 2).toArray();
    return RowBatch.ofColumns(SCHEMA, vectors, origins, rows.length);
  }

  private static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  @Test
  void columnsAreReadAsRows() {
    RowBatch batch =
        batch(row(1L, 2, true, "a"), row(2L, null, null, null), row(3L, 4, false, "c"));
    assertThat(batch.row(0)).containsExactly(1L, 2, true, "a");
    assertThat(batch.row(1)).containsExactly(2L, null, null, null);
    assertThat(batch.row(2)).containsExactly(3L, 4, false, "c");
    assertThat(batch.column(0)).isInstanceOf(ColumnVector.Integers.class);
    assertThat(batch.column(1)).isInstanceOf(ColumnVector.Objects.class);
  }

  @Test
  void aSliceHasItsOwnRowsAndOrigins() {
    RowBatch slice =
        batch(row(1L, 2, true, "a"), row(2L, 3, true, "b"), row(3L, 4, false, "c")).slice(1, 3);
    assertThat(slice.size()).isEqualTo(2);
    assertThat(slice.row(1)).containsExactly(3L, 4, false, "c");
    assertThat(slice.origin(0)).isEqualTo(2);
    assertThat(slice.column(2)).isInstanceOf(ColumnVector.Booleans.class);
  }

  @Test
  void rowsAreChosenHoweverTheyAreHeld() {
    Object[][] rows = {row(1L, 2, true, "a"), row(2L, null, null, null), row(3L, 4, false, "c")};
    RowBatch byRows = new RowBatch(SCHEMA, rows, new int[] {0, 2, 4}, 3);
    for (RowBatch each : List.of(batch(rows), byRows)) {
      RowChoice choice = new RowChoice(each, 0);
      choice.add(1);
      choice.add(2);
      RowBatch chosen = choice.batch();
      assertThat(chosen.size()).isEqualTo(2);
      assertThat(chosen.row(0)).containsExactly(2L, null, null, null);
      assertThat(chosen.row(1)).containsExactly(3L, 4, false, "c");
      assertThat(chosen.origin(1)).isEqualTo(4);
      assertThat(chosen.column(0) == null).isEqualTo(each.column(0) == null);
    }
  }

  @Test
  void halfOfASurrogatePairIsKept() {
    RowBatch batch = batch(row(1L, 2, true, "\uD83D"), row(2L, 3, true, "what?\uDE00"));
    assertThat(batch.value(0, 3)).isEqualTo("\uD83D");
    assertThat(batch.value(1, 3)).isEqualTo("what?\uDE00");
  }

  @Test
  void aVectorThatDoesNotFitIsRefused() {
    ColumnVector ints = new ColumnVector.Integers(Simple.INT32, new long[1]);
    Schema longs = Schema.of(List.of(new Column("id", Simple.INT64, false)));
    assertThatThrownBy(() -> RowBatch.ofColumns(longs, List.of(ints), new int[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Integers can't hold");
    assertThatThrownBy(() -> RowBatch.ofColumns(longs, List.of(), new int[1], 1))
        .isInstanceOf(IllegalArgumentException.class);
    ColumnVector one = new ColumnVector.Integers(Simple.INT64, new long[1]);
    assertThatThrownBy(() -> RowBatch.ofColumns(longs, List.of(one), new int[2], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch of 2 rows in 1");
    assertThatThrownBy(() -> new ColumnVector.Integers(Simple.TEXT, new long[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
