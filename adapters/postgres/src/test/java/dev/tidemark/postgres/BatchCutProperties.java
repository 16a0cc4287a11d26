package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.LoadMode;
import dev.tidemark.postgres.LoadStatements.Winner;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Where a merge's batches are cut makes no difference to the table. */
class BatchCutProperties {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", Simple.INT32, false),
              new Column("a", Simple.TEXT, true),
              new Column("b", Simple.TEXT, true),
              new Column("gone", Simple.BOOLEAN, true),
              new Column("version", Simple.INT32, true)));
  private static final List<Merging> WAYS =
      List.of(
          new Merging(List.of("id"), List.of(), Optional.of("gone"), ""),
          new Merging(List.of("id"), List.of("b"), Optional.of("gone"), ""),
          new Merging(List.of("id"), List.of("b", "version"), Optional.empty(), "version"),
          new Merging(List.of("id"), List.of(), Optional.empty(), "version"));

  private static TestTarget target;
  private static Session session;

  @BeforeContainer
  static void connect() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
    session = Session.open(target.endpoint(), "test");
    target
        .database()
        .execute(
            "CREATE TABLE t (id int PRIMARY KEY, a text, b text, gone boolean, version int,"
                + " extra int DEFAULT 0)");
  }

  @AfterContainer
  static void disconnect() {
    session.close();
  }

  @Property(tries = 120)
  void oneBatchIsAsGoodAsOneRecordAtATime(
      @ForAll("rows") List<Object[]> before, @ForAll("rows") List<Object[]> rows) throws Exception {
    for (Merging merging : WAYS) {
      PostgresTarget to = target.target(LoadMode.MERGE, merging);
      Layout layout =
          session.read(
              "layout", s -> new Layout(COLUMNS, to, TableShape.read(s, to.table()).orElseThrow()));
      assertThat(load(layout, before, List.of(rows)))
          .as("%s", merging)
          .isEqualTo(
              load(layout, before, rows.stream().map(row -> List.<Object[]>of(row)).toList()));
    }
  }

  private static String load(Layout layout, List<Object[]> before, List<List<Object[]>> batches)
      throws Exception {
    Loader loader = Loader.within(session, layout, Winner.LATER);
    return session.read(
        "load",
        s -> {
          s.execute("DELETE FROM t");
          for (Object[] row : before) {
            write(loader, List.<Object[]>of(row));
          }
          s.execute("UPDATE t SET extra = 1");
          for (List<Object[]> batch : batches) {
            write(loader, batch);
          }
          try (var rows =
              s.connection()
                  .createStatement()
                  .executeQuery("SELECT string_agg(t::text, ' ' ORDER BY id) FROM t")) {
            rows.next();
            return String.valueOf(rows.getString(1));
          }
        });
  }

  private static void write(Loader loader, List<Object[]> rows)
      throws dev.tidemark.connector.ConnectorException, java.sql.SQLException {
    loader.encode(List.of(Loading.batch(COLUMNS, rows.toArray(Object[][]::new))), Instant.EPOCH);
    var unused = loader.load();
  }

  @Provide
  Arbitrary<List<Object[]>> rows() {
    Arbitrary<String> text = Arbitraries.of("x", "y", "z").injectNull(0.1);
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            text,
            text,
            Arbitraries.of(false, false, true).injectNull(0.05),
            Arbitraries.integers().between(1, 3).injectNull(0.1))
        .as((id, a, b, gone, version) -> new Object[] {id, a, b, gone, version})
        .list()
        .ofMaxSize(7);
  }
}
