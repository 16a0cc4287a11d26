package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A batch becomes the same records whether it is held by rows or by columns. */
class RowEncoderProperties {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("_key", Simple.BYTES, true),
              new Column("id", Simple.INT64, false),
              new Column("name", Simple.TEXT, true),
              new Column("price", Simple.DECIMAL, true),
              new Column("_headers", Simple.JSON, true),
              new Column("_timestamp", Simple.TIMESTAMP, true)));

  private static final List<Map<String, Object>> SETTINGS =
      List.of(
          Map.of(),
          Map.of("format", "text", "value", "name", "key", "name"),
          Map.of("format", "bytes", "value", "name", "key", "UPPER(name)"),
          Map.of("key", "price", "key_format", "json", "partition", "MOD(id, 3)"),
          Map.of("key", "\"name\"", "key_format", "json", "partition", "id"),
          Map.of("headers", Map.of("a", "name", "b", "id + 1"), "tombstone_when", "id > 5"),
          Map.of("timestamp", "_timestamp", "tombstone_when", "name IS NULL AND price > 0"));

  @Provide
  Arbitrary<Map<String, Object>> settings() {
    return Arbitraries.of(SETTINGS);
  }

  @Provide
  Arbitrary<Object[]> rows() {
    return Combinators.combine(
            Arbitraries.of("k", "").map(RowEncoderProperties::utf8).injectNull(0.1),
            Arbitraries.longs().between(0, 9),
            Arbitraries.of("a", "", "tür", "say \"hi\"\n", "😀", "x".repeat(300)).injectNull(0.2),
            Arbitraries.of("1.50", "0", "-3", "1e30").map(BigDecimal::new).injectNull(0.05),
            Arbitraries.of("{}", "{\"h\":\"v\"}", "{\"h\":[\"v\",null]}").injectNull(0.1),
            Arbitraries.of(0L, 1_769_863_500_123L, 1L).map(Instant::ofEpochMilli).injectNull(0.05))
        .as((key, id, name, price, headers, at) -> row(key, id, name, price, headers, at));
  }

  private static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RowBatch byRows(List<Object[]> rows) {
    return new RowBatch(COLUMNS, rows.toArray(Object[][]::new), new int[rows.size()], rows.size());
  }

  private static RowBatch byColumns(List<Object[]> rows) {
    ColumnBatchBuilder builder = new ColumnBatchBuilder(COLUMNS, 0);
    rows.forEach(row -> builder.add(row, 0));
    return builder.build();
  }

  /** The records, or why there are none. */
  private static List<String> encoded(RowEncoder encoder, RowBatch rows) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    try {
      encoder.encode(rows, Instant.EPOCH, records::add);
    } catch (ConnectorException.Refused refused) {
      return List.of(String.valueOf(refused.getMessage()));
    }
    return records.stream().map(RowEncoderProperties::shown).toList();
  }

  private static String shown(ProducerRecord<byte[], byte[]> record) {
    StringBuilder headers = new StringBuilder();
    for (Header header : record.headers()) {
      headers.append(header.key()).append('=').append(text(header.value())).append(' ');
    }
    return List.of(
            record.topic(),
            String.valueOf(record.partition()),
            String.valueOf(record.timestamp()),
            text(record.key()),
            text(record.value()),
            headers)
        .toString();
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : Arrays.toString(bytes);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void columnsBecomeWhatRowsBecome(
      @ForAll("settings") Map<String, Object> settings,
      @ForAll @Size(max = 4) List<@From("rows") Object[]> rows,
      @ForAll boolean keyed)
      throws ConnectorException {
    RowEncoder encoder =
        new RowEncoder(
            SinkSettings.of(
                Topics.context(SinkSettings.SETTINGS, with("topic", "out", settings), false)),
            COLUMNS,
            new TargetTopic.Limits(10, 400, keyed));
    List<String> expected = encoded(encoder, byRows(rows));
    RowBatch columns = byColumns(rows);
    assertThat(encoded(encoder, columns)).isEqualTo(expected);
    assertThat(encoded(encoder, columns.slice(rows.size() / 2, rows.size())))
        .isEqualTo(encoded(encoder, byRows(rows.subList(rows.size() / 2, rows.size()))));
    Statistics.label("written, of texts held as bytes")
        .collect(expected.size() == rows.size() && columns.column(2) instanceof ColumnVector.Texts)
        .coverage(both -> both.check(true).percentage(share -> share > 40));
  }

  private static Map<String, Object> with(String name, Object value, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put(name, value);
    return all;
  }
}
