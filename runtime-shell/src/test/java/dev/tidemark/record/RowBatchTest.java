package dev.tidemark.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.record.DataType.Simple;
import java.util.Arrays;
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
  void rowsAreChosenOfChosenOnes() {
    RowBatch batch =
        batch(
            row(1L, 2, true, "a"),
            row(2L, 3, null, null),
            row(3L, 4, false, "c"),
            row(4L, 5, true, "d"));
    RowBatch some = batch.pick(new int[] {1, 2, 3}, 3);
    assertThat(some.column(1)).isInstanceOf(ColumnVector.Integers.class);
    RowBatch fewer = some.pick(new int[] {0, 2, -1}, 2);
    assertThat(fewer.isOfIntegers(0)).isTrue();
    assertThat(fewer.isOfIntegers(2)).isFalse();
    long[] ids = new long[3];
    fewer.copyIntegers(0, 1, 1, ids);
    assertThat(ids).containsExactly(4, 0, 0);
    assertThat(fewer.row(0)).containsExactly(2L, 3, null, null);
    assertThat(fewer.row(1)).containsExactly(4L, 5, true, "d");
    assertThat(fewer.origin(1)).isEqualTo(6);
    assertThat(fewer.column(0)).isSameAs(fewer.column(0));
    assertThat(fewer.column(0)).extracting(column -> column.value(1)).isEqualTo(4L);
    fewer.copyIntegers(0, 0, 2, ids);
    assertThat(ids).containsExactly(2, 4, 0);
  }

  @Test
  void aBatchTakesOverColumnsOfAnother() {
    RowBatch some =
        batch(row(1L, 2, true, "a"), row(2L, 3, null, null), row(3L, 4, false, "c"))
            .pick(new int[] {1, 2}, 2);
    Schema other =
        Schema.of(
            List.of(
                new Column("more", Simple.INT64, false), new Column("id", Simple.INT64, false)));
    ColumnVector more = new ColumnVector.Integers(Simple.INT64, new long[] {10, 11});
    RowBatch changed = some.withColumns(other, Arrays.asList(more, null), new int[] {0, 0});
    assertThat(changed.row(0)).containsExactly(10L, 2L);
    assertThat(changed.row(1)).containsExactly(11L, 3L);
    assertThat(changed.origin(1)).isEqualTo(4);
    assertThat(changed.column(1)).as("made once for both").isSameAs(some.column(0));
    assertThatThrownBy(() -> some.withColumns(other, Arrays.asList(more, null), new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }

  @Test
  void rowsOfTheirOwnRecords() {
    ColumnVector ids = new ColumnVector.Integers(Simple.INT64, new long[] {7, 8, 9});
    Schema longs = Schema.of(List.of(new Column("id", Simple.INT64, false)));
    RowBatch batch = RowBatch.ofColumns(longs, List.of(ids), 3);
    assertThat(batch.origin(2)).isEqualTo(2);
    assertThat(batch.pick(new int[] {0, 2}, 2).origin(1)).isEqualTo(2);
    assertThat(batch.slice(1, 3).pick(new int[] {1}, 1).origin(0)).isEqualTo(2);
    assertThatThrownBy(() -> RowBatch.ofColumns(longs, List.of(ids), 4))
        .isInstanceOf(IllegalArgumentException.class);
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
        .hasMessageContaining("can't be those of");
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
