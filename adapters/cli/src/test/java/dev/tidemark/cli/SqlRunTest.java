package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of flows whose sql makes more, or other, rows of a record. */
class SqlRunTest {

  private static final String ORDERS =
      """
      {"id":1,"items":[{"sku":"a","qty":2},{"sku":"b","qty":1}],"tags":["new","gift"]}
      {"id":2,"items":[],"tags":null}
      {"id":3,"items":[{"sku":"c","qty":5},{"qty":1}],"tags":[]}
      {"id":4,"items":[{"sku":"a","qty":7}],"tags":["new"]}
      """;

  @TempDir Path folder;

  private Session.Answer run(String flow) throws IOException {
    Files.writeString(folder.resolve("flow.yaml"), flow);
    Files.writeString(folder.resolve("in.jsonl"), ORDERS);
    return new Session(folder).run("run", "flow.yaml");
  }

  private String out() throws IOException {
    return Files.readString(folder.resolve("out.jsonl"));
  }

  @Test
  void nestedArraysBecomeRows() throws IOException {
    var answer =
        run(
            """
            name: orders
            stages:
              - { name: in, type: file, config: { path: in.jsonl } }
              - name: lines
                type: sql
                config:
                  query: >-
                    SELECT o.id, line, item.sku, CAST(item.qty AS INT) AS qty
                    FROM input AS o CROSS JOIN UNNEST(o.items) WITH ORDINALITY AS item (sku, qty, line)
                    WHERE item.qty > 1
              - { name: out, type: file, config: { path: out.jsonl } }
            """);

    assertThat(answer.out()).contains("4 records read; out 3 rows");
    assertThat(out())
        .isEqualTo(
            """
            {"id":1,"line":1,"sku":"a","qty":2}
            {"id":3,"line":1,"sku":"c","qty":5}
            {"id":4,"line":1,"sku":"a","qty":7}
            """);
  }

  @Test
  void aRecordOfWhichOneRowIsRefusedLeavesALetterForEachAndNoRow() throws IOException {
    var answer =
        run(
            """
            name: orders
            stages:
              - { name: in, type: file, config: { path: in.jsonl } }
              - name: lines
                type: sql
                config: { query: "SELECT id, item.sku FROM input, UNNEST(items) AS item" }
              - name: table
                type: sqlite
                on_error: dead_letter
                config: { connection: { path: a.db, kind: sqlite }, table: t, mode: merge, key: [id, sku] }
            """);

    assertThat(answer.out()).contains("4 records read; table 3 rows (t); 2 dead letters");
  }

  @Test
  void branchesMeetThoughOnlyOneOfThemMayLackAColumn() throws IOException {
    var answer =
        run(
            """
            name: orders
            stages:
              - { name: in, type: file, config: { path: in.jsonl } }
              - { name: both, type: broadcast, config: { routes: [one, other] } }
              - { name: one, type: sql, output_queue: q, config: { query: "SELECT id, 'x' AS t FROM input WHERE id = 1" } }
              - { name: other, type: sql, output_queue: q, config: { query: "SELECT id, t FROM input LEFT JOIN UNNEST(tags) AS t ON TRUE" } }
              - { name: out, type: file, input_queue: q, config: { path: out.jsonl } }
            """);

    assertThat(answer.err()).isEmpty();
    assertThat(out())
        .startsWith("{\"id\":1,\"t\":\"x\"}\n{\"id\":1,\"t\":\"new\"}\n")
        .hasLineCount(6);
  }
}
