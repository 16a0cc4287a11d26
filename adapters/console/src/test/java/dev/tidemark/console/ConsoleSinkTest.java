package dev.tidemark.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.StageType;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(new Column("id", Simple.INT64, false), new Column("name", Simple.TEXT, true)));
  private static final RowBatch ROWS =
      new RowBatch(SCHEMA, new Object[][] {{1L, "Zürich"}, {2L, null}}, new int[] {0, 1}, 2);

  @Test
  void eachRowIsOneLineOfJson() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleSink sink = new ConsoleSink(out, false);
    sink.prepare(SCHEMA);
    sink.write(ROWS);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":1,\"name\":\"Zürich\"}\n{\"id\":2,\"name\":null}\n");
  }

  @Test
  void aReaderThatHasGoneEndsIt() {
    ConsoleSink sink =
        new ConsoleSink(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            false);
    sink.prepare(SCHEMA);
    assertThatThrownBy(() -> sink.write(ROWS))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("Broken pipe");
  }

  @Test
  void aSingleTextIsPrintedBareWhereAsked() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleSink sink = new ConsoleSink(out, true);
    Schema text = Schema.of(List.of(new Column("message", Simple.TEXT, true)));
    sink.prepare(text);
    Object[][] rows = {{"häl\"lo #0"}, {null}, {""}, {"#3"}};
    sink.write(new RowBatch(text, rows, new int[] {0, 1, 2, 3}, 4));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("häl\"lo #0\n\n\n#3\n");
  }

  @Test
  void otherRowsArePrintedAsJsonWhereTextIsBare() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleSink sink = new ConsoleSink(out, true);
    Schema number = Schema.of(List.of(new Column("n", Simple.INT64, true)));
    sink.prepare(number);
    sink.write(new RowBatch(number, new Object[][] {{7L}}, new int[] {0}, 1));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"n\":7}\n");
  }

  @Test
  void theTypesAreFoundByName() {
    assertThat(ServiceLoader.load(StageType.class).stream().map(found -> found.get().type()))
        .contains("console", "stdout_sink");
  }
}
