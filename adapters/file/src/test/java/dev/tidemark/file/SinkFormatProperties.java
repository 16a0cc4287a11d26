package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.file.SinkFormat.Stretch;
import dev.tidemark.format.CsvDialect;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** A batch becomes the same bytes whether it is held by rows or by columns. */
class SinkFormatProperties {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              new Column("name", Simple.TEXT, true),
              new Column("price", Simple.DECIMAL, true),
              new Column("at", Simple.TIMESTAMP, false),
              new Column("tags", Simple.JSON, true)));

  @Provide
  Arbitrary<SinkFormat> formats() {
    return Arbitraries.of(
        new SinkFormat(null, false),
        new SinkFormat(new SinkFormat.Csv(CsvDialect.DEFAULT, true), false));
  }

  @Provide
  Arbitrary<Object[]> rows() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.of("a", "", "tür", "say \"hi\"\n", "a,b").injectNull(0.2),
            Arbitraries.of("1.50", "0", "-3", "1e30").map(BigDecimal::new).injectNull(0.1),
            Arbitraries.of(0L, 1_769_863_500_123L).map(Instant::ofEpochMilli),
            Arbitraries.of("{}", "[1,\n2]").injectNull(0.5))
        .as((id, name, price, at, tags) -> new Object[] {id, name, price, at, tags});
  }

  private static RowBatch byColumns(Schema schema, List<Object[]> rows) {
    ColumnBatchBuilder builder = new ColumnBatchBuilder(schema, 0);
    rows.forEach(row -> builder.add(row, 0));
    return builder.build();
  }

  private static String written(SinkFormat format, List<RowBatch> batches)
      throws IOException, ConnectorException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Stretch stretch = format.encoding(COLUMNS).begin(out, true);
    for (RowBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        stretch.write(batch, i);
      }
    }
    stretch.end();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Property(tries = 500)
  void columnsBecomeWhatRowsBecome(
      @ForAll("formats") SinkFormat format,
      @ForAll @Size(max = 4) List<@From("rows") Object[]> rows)
      throws Exception {
    int size = rows.size();
    RowBatch byRows = new RowBatch(COLUMNS, rows.toArray(Object[][]::new), new int[size], size);
    RowBatch byColumns = byColumns(COLUMNS, rows);
    List<RowBatch> halves = List.of(byColumns.slice(0, size / 2), byColumns.slice(size / 2, size));
    String expected = written(format, List.of(byRows));
    assertThat(written(format, List.of(byColumns))).isEqualTo(expected);
    assertThat(written(format, halves)).isEqualTo(expected);
    assertThat(expected.lines().count()).isGreaterThanOrEqualTo(size);
  }

  @Example
  void aBlankLineIsRefusedOfColumnsToo() throws Exception {
    Schema one = Schema.of(List.of(new Column("name", Simple.TEXT, true)));
    SinkFormat csv = new SinkFormat(new SinkFormat.Csv(CsvDialect.DEFAULT, false), false);
    Stretch stretch = csv.encoding(one).begin(new ByteArrayOutputStream(), true);
    RowBatch batch = byColumns(one, List.of(new Object[] {"a"}, new Object[] {null}));
    stretch.write(batch, 0);
    assertThatThrownBy(() -> stretch.write(batch, 1))
        .isInstanceOf(ConnectorException.Refused.class);
  }
}
