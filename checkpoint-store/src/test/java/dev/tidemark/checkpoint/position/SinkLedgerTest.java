package dev.tidemark.checkpoint.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkLedgerTest {

  private static final Owner FIRST = new Owner(1, "first");
  private static final Owner SECOND = new Owner(2, "second");
  private static final Partition A = new Partition("orders", "a/1");
  private static final Partition B = new Partition("orders", "b");
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456789Z");

  private final SinkLedger ledger = ledger("table");

  @TempDir private Path folder;
  private Connection connection;
  private DSLContext sql;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sink.db"));
    sql = DSL.using(connection, SQLDialect.SQLITE);
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void withoutTablesNothingIsRememberedAndNothingCreated() {
    assertThat(ledger.inspect(sql, true)).isEqualTo(Standing.NONE);
    assertThat(ledger.inspect(sql, false).empty()).isFalse();
    assertThat(sql.fetchCount(DSL.table("sqlite_master"))).isZero();
  }

  @Test
  void creatingTheTablesAgainKeepsWhatTheyHold() {
    opened(FIRST, 1, row(A, "0"));
    ledger.createTables(sql);
    assertThat(ledger.inspect(sql, true).rows()).hasSize(1);
  }

  @Test
  void claimIsRememberedAndMayBeRepeated() {
    ledger.createTables(sql);
    Standing standing = ledger.claim(sql, SECOND, true);
    assertThat(standing.owner()).isEqualTo(SECOND);
    assertThat(ledger.claim(sql, SECOND, true)).isEqualTo(standing);
    assertThat(ledger.inspect(sql, true)).isEqualTo(standing);
  }

  @Test
  void claimUnderAnEpochThatIsNotGreaterIsFenced() {
    ledger.createTables(sql);
    ledger.claim(sql, SECOND, true);
    assertThatThrownBy(() -> ledger.claim(sql, FIRST, true))
        .isInstanceOfSatisfying(
            FencedException.class, fenced -> assertThat(fenced.owner()).isEqualTo(SECOND));
    assertThatThrownBy(() -> ledger.claim(sql, new Owner(2, "other"), true))
        .isInstanceOf(FencedException.class);
    assertThat(ledger.inspect(sql, true).owner()).isEqualTo(SECOND);
  }

  @Test
  void openingIsGivenBack() {
    opened(FIRST, 3, row(B, "7"), row(A, "0"));
    Standing standing = ledger.inspect(sql, false);
    assertThat(standing)
        .isEqualTo(
            new Standing(FIRST, 3, 4, false, "{}", false, Vector.of(row(A, "0"), row(B, "7"))));
  }

  @Test
  void openingAgainLeavesRowsAsTheyAreAndAddsTheMissing() {
    opened(FIRST, 1, row(A, "0"));
    assertThat(advance(FIRST, 1, move(A, "0", "5"))).isTrue();
    ledger.open(sql, opening(FIRST, 1, row(A, "0"), row(B, "0")));
    assertThat(positions()).containsExactly("5", "0");
  }

  @Test
  void openingANewGenerationForgetsTheOldOne() {
    opened(FIRST, 1, row(A, "0"), row(B, "0"));
    ledger.complete(sql, FIRST);
    ledger.open(sql, opening(FIRST, 2, row(A, "0")));
    assertThat(ledger.inspect(sql, true).complete()).isFalse();
    assertThat(positions()).containsExactly("0");
    assertThat(sql.fetchCount(DSL.table("tidemark_position"))).isEqualTo(1);
    assertThat(advance(FIRST, 1, move(A, "0", "5"))).isFalse();
  }

  @Test
  void openingAnOlderGenerationIsRefused() {
    opened(FIRST, 2, row(A, "0"));
    assertThatThrownBy(() -> ledger.open(sql, opening(FIRST, 1, row(A, "0"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void advanceMovesPositionKeyRecordsAndTime() {
    opened(FIRST, 1, row(A, "0"));
    assertThat(advance(FIRST, 1, move(A, "0", "5"), move(A, "5", "9"))).isTrue();
    PositionRow row = ledger.lookUp(sql, true).rows().head();
    assertThat(row)
        .isEqualTo(new PositionRow(A, 0, new Position("9"), "key-5-9", 20, 24, TIME.plusNanos(1)));
  }

  @Test
  void aMoveFromElsewhereDoesNotMatch() {
    opened(FIRST, 1, row(A, "0"), row(B, "0"));
    assertThat(advance(FIRST, 1, move(A, "1", "5"))).isFalse();
    assertThat(advance(FIRST, 2, move(A, "0", "5"))).isFalse();
    assertThat(
            advance(
                FIRST,
                1,
                new Move(A, 1, move(A, "0", "5").from(), new Position("5"), "", 0, 0, TIME)))
        .isFalse();
    assertThat(positions()).containsExactly("0", "0");
  }

  @Test
  void oneMoveThatDoesNotMatchFailsTheWhole() {
    opened(FIRST, 1, row(A, "0"), row(B, "0"));
    assertThat(advance(FIRST, 1, move(B, "3", "5"), move(A, "0", "5"))).isFalse();
  }

  @Test
  void anOldOwnerCanWriteNothing() {
    opened(FIRST, 1, row(A, "0"));
    ledger.claim(sql, SECOND, false);
    assertThat(advance(FIRST, 1, move(A, "0", "5"))).isFalse();
    assertThatThrownBy(() -> ledger.open(sql, opening(FIRST, 2, row(A, "0"))))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> ledger.complete(sql, FIRST)).isInstanceOf(FencedException.class);
    assertThat(advance(SECOND, 1, move(A, "0", "5"))).isTrue();
  }

  @Test
  void ownersOfTheSameEpochAreToldApart() {
    opened(FIRST, 1, row(A, "0"));
    assertThat(advance(new Owner(1, "twin"), 1, move(A, "0", "5"))).isFalse();
  }

  @Test
  void completeIsRememberedAndMayBeRepeated() {
    opened(FIRST, 1, row(A, "0"));
    ledger.complete(sql, FIRST);
    ledger.complete(sql, FIRST);
    assertThat(ledger.inspect(sql, false).complete()).isTrue();
  }

  @Test
  void deadLettersAreInsertedOnce() {
    ledger.createTables(sql);
    assertThat(ledger.keep(sql, List.of(letter(0), letter(1)))).isEqualTo(2);
    assertThat(ledger.keep(sql, List.of(letter(1), letter(2)))).isEqualTo(1);
    assertThat(sql.fetchCount(DSL.table("tidemark_dead_letter"))).isEqualTo(3);
  }

  @Test
  void deadLettersOfAnEarlierVersionStayAndAreStillKeptOnce() {
    ledger.createTables(sql);
    ledger.keep(sql, List.of(letter(0)));
    sql.execute(
        "CREATE TABLE old AS SELECT pipeline, generation, stage, sink, target, source, partition,"
            + " position, ordinal, run_id, place, reason, attempts, payload, at"
            + " FROM tidemark_dead_letter");
    sql.execute("DROP TABLE tidemark_dead_letter");
    sql.execute(
        "CREATE TABLE tidemark_dead_letter (pipeline text, generation bigint, stage text, sink"
            + " text, target text, source text, partition text, position text, ordinal int, run_id"
            + " text, place text, reason text, attempts int, payload blob, at text, PRIMARY KEY"
            + " (pipeline, generation, stage, sink, target, source, partition, position,"
            + " ordinal))");
    sql.execute("INSERT INTO tidemark_dead_letter SELECT * FROM old");
    ledger.createTables(sql);
    assertThat(ledger.keep(sql, List.of(letter(0), letter(1)))).isEqualTo(1);
    assertThat(ledger.deadLetters(sql, "flow-1")).hasSize(2);
  }

  @Test
  void targetsAndSinksAreApart() {
    opened(FIRST, 1, row(A, "0"));
    SinkLedger other = ledger("other");
    assertThat(other.inspect(sql, true)).isEqualTo(Standing.NONE);
    other.claim(sql, SECOND, true);
    other.open(sql, opening(SECOND, 5, row(A, "0")));
    assertThat(advance(FIRST, 1, move(A, "0", "5"))).isTrue();
    assertThat(other.inspect(sql, true).rows().head().position()).isEqualTo(new Position("0"));
  }

  @Test
  void aRolledBackTransactionLeavesNoTrace() throws SQLException {
    opened(FIRST, 1, row(A, "0"));
    connection.setAutoCommit(false);
    advance(FIRST, 1, move(A, "0", "5"));
    ledger.keep(sql, List.of(letter(0)));
    connection.rollback();
    assertThat(positions()).containsExactly("0");
    assertThat(sql.fetchCount(DSL.table("tidemark_dead_letter"))).isZero();
  }

  @Test
  void postgresGetsASchemaOfItsOwnAndRowLocks() {
    SinkTables tables = SinkTables.of(SQLDialect.POSTGRES);
    DSLContext postgres = DSL.using(SQLDialect.POSTGRES);
    String query = postgres.selectFrom(tables.positions()).forUpdate().getSQL();
    assertThat(query).isEqualTo("select * from \"tidemark\".\"position\" for update");
  }

  private void opened(Owner owner, long generation, PositionRow... rows) {
    ledger.createTables(sql);
    ledger.claim(sql, owner, true);
    ledger.open(sql, opening(owner, generation, rows));
  }

  private boolean advance(Owner owner, long generation, Move... moves) {
    return ledger.advance(sql, owner, generation, List.of(moves));
  }

  private List<String> positions() {
    return ledger.inspect(sql, true).rows().map(row -> row.position().text()).asJava();
  }

  private static SinkLedger ledger(String target) {
    return new SinkLedger(new SinkKey("flow", "sink", target), SinkTables.of(SQLDialect.SQLITE));
  }

  private static Opening opening(Owner owner, long generation, PositionRow... rows) {
    return new Opening(owner, generation, generation + 1, "{}", Vector.of(rows));
  }

  private static PositionRow row(Partition partition, String position) {
    return new PositionRow(partition, 0, new Position(position), "", 0, 0, TIME);
  }

  private static Move move(Partition partition, String from, String to) {
    String key = "key-" + from + "-" + to;
    return new Move(
        partition, 0, new Position(from), new Position(to), key, 10, 12, TIME.plusNanos(1));
  }

  private static DeadLetter letter(int ordinal) {
    byte[] payload = "payload".getBytes(StandardCharsets.UTF_8);
    Position position = new Position("3");
    return new DeadLetter(
        "flow-1", "sink", 1, A, position, ordinal, "a:3", "bad", 1, payload, TIME);
  }
}
