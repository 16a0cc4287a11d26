package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed.Effect;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergeTest {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              new Column("price", Simple.DECIMAL, true),
              new Column("note", Simple.TEXT, true),
              new Column("gone", Simple.BOOLEAN, true),
              new Column("version", Simple.INT32, true)));

  private TestTarget target;
  private MergedTable table;

  @BeforeEach
  void newDatabase() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
  }

  @AfterEach
  void close() {
    if (table != null) {
      table.close();
    }
  }

  private static Merging by(List<String> update, String deleteWhen, String version) {
    return new Merging(
        List.of("id"), update, Optional.of(deleteWhen).filter(w -> !w.isEmpty()), version);
  }

  private void open(Merging merging) throws Exception {
    table = new MergedTable(target, merging, COLUMNS);
  }

  private static Object[] row(long id, String price, String note, boolean gone, Integer version) {
    return new Object[] {id, price == null ? null : new BigDecimal(price), note, gone, version};
  }

  private void write(Object[]... rows) throws Exception {
    table.write(rows);
  }

  private List<List<Object>> rows() throws Exception {
    return target.query("SELECT id, price::text, note FROM t ORDER BY id");
  }

  @Test
  void theLastRecordOfAKeyWinsWithinABatchAndBetweenTwo() throws Exception {
    open(by(List.of(), "", ""));
    write(row(1, "1", "a", false, 1), row(2, "2", "b", false, 1), row(1, "1.50", "c", false, 1));
    write(row(2, "3", "d", false, 1));
    assertThat(rows()).containsExactly(List.of(1L, "1.50", "c"), List.of(2L, "3", "d"));
  }

  @Test
  void aRowThatWouldNotChangeIsNotWrittenAgain() throws Exception {
    open(by(List.of(), "", ""));
    write(row(1, "1", "a", false, 1), row(2, "2", null, false, 1));
    target
        .database()
        .execute(
            "CREATE TABLE writes (op text, id bigint);"
                + " CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO writes VALUES (tg_op, coalesce(new.id, old.id));"
                + " RETURN null; END';"
                + " CREATE TRIGGER counts AFTER INSERT OR UPDATE OR DELETE ON t"
                + " FOR EACH ROW EXECUTE FUNCTION count_write()");
    write(row(1, "1", "a", false, 1), row(2, "2", null, false, 1), row(3, "3", "c", false, 1));
    write(row(2, "2", "now", false, 1));
    assertThat(target.query("SELECT op, id FROM writes"))
        .containsExactly(List.of("INSERT", 3L), List.of("UPDATE", 2L));
  }

  @Test
  void aRecordThatDeletesRemovesTheRowAndMayLackTheRest() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint PRIMARY KEY, price numeric NOT NULL, note text,"
                + " gone boolean, version int, extra text DEFAULT 'kept')");
    open(by(List.of(), "gone", ""));
    write(row(1, "1", "a", false, 1), row(2, "2", "b", false, 1), row(3, "3", "c", false, 1));
    target.database().execute("UPDATE t SET extra = 'changed'");
    write(
        row(1, null, null, true, 1),
        row(2, null, null, true, 1),
        row(2, "5", "again", false, 1),
        row(4, null, null, true, 1));
    assertThat(target.query("SELECT id, price::text, note, extra FROM t ORDER BY id"))
        .containsExactly(List.of(2L, "5", "again", "kept"), List.of(3L, "3", "c", "changed"));
  }

  @Test
  void onlyTheColumnsNamedAreUpdated() throws Exception {
    open(by(List.of("price"), "", ""));
    write(row(1, "1", "first", false, 1), row(1, "2", "second", false, 1));
    write(row(1, "3", "third", false, 1));
    assertThat(rows()).containsExactly(List.of(1L, "3", "first"));
  }

  @Test
  void theGreaterVersionWins() throws Exception {
    open(by(List.of(), "gone", "version"));
    write(row(1, "1", "v3", false, 3), row(1, "1", "v2", false, 2), row(2, "1", "v1", false, 1));
    write(row(1, "1", "v1", false, 1), row(2, null, null, true, 0), row(2, "9", "v1b", false, 1));
    assertThat(rows()).containsExactly(List.of(1L, "1", "v3"), List.of(2L, "9", "v1b"));
    write(row(1, null, null, true, 3));
    assertThat(rows()).containsExactly(List.of(2L, "9", "v1b"));
  }

  @Test
  void aNullKeyIsRefused() throws Exception {
    open(by(List.of(), "", ""));
    assertThatThrownBy(() -> write(new Object[] {null, null, null, null, null}))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("column 'id': a key can't be null");
  }

  @Test
  void equalNumbersAreOneKeyHoweverTheyAreWritten() throws Exception {
    open(new Merging(List.of("price"), List.of(), Optional.empty(), ""));
    write(
        row(1, "1.0", "a", false, 1),
        row(2, "1.00", "b", false, 1),
        row(3, "10", "c", false, 1),
        row(4, "1E+1", "d", false, 1));
    assertThat(target.query("SELECT id FROM t ORDER BY id"))
        .containsExactly(List.of(2L), List.of(4L));
  }

  @Test
  void aLetterIsSupersededByARowThatIsAsNewUnlessForced() throws Exception {
    open(by(List.of(), "gone", ""));
    write(row(1, "1", "a", false, 1), row(2, "2", "b", false, 1));
    assertThat(replay(false, "x", row(1, "9", "late", false, 1))).isEqualTo(Effect.SUPERSEDED);
    assertThat(replay(false, "y", row(2, null, null, true, 1))).isEqualTo(Effect.SUPERSEDED);
    assertThat(replay(false, "z", row(3, "3", "new", false, 1))).isEqualTo(Effect.WRITTEN);
    assertThat(replay(true, "x", row(1, "9", "late", false, 1))).isEqualTo(Effect.WRITTEN);
    assertThat(replay(true, "y", row(2, null, null, true, 1))).isEqualTo(Effect.WRITTEN);
    assertThat(rows()).containsExactly(List.of(1L, "9", "late"), List.of(3L, "3", "new"));
  }

  @Test
  void aLetterOfAGreaterVersionIsWritten() throws Exception {
    open(by(List.of(), "", "version"));
    write(row(1, "1", "v2", false, 2), row(2, "1", "v2", false, 2));
    assertThat(replay(false, "x", row(1, "9", "v3", false, 3))).isEqualTo(Effect.WRITTEN);
    assertThat(replay(false, "y", row(2, "9", "v2b", false, 2))).isEqualTo(Effect.SUPERSEDED);
    assertThat(rows()).containsExactly(List.of(1L, "9", "v3"), List.of(2L, "1", "v2"));
  }

  private Effect replay(boolean force, String id, Object[] row) throws Exception {
    Replay.Letter letter = new Replay.Letter(id, Loading.batch(COLUMNS, row));
    Map<String, Effect> effects =
        table.sink().replay(new Replay(MergedTable.OWNER, 1, List.of(letter), force)).effects();
    return effects.get(id);
  }
}
