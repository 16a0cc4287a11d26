package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresCheckpointStoreIT extends CheckpointStoreContract {

  private static int schemas;
  private static PostgresDatabase database;

  @BeforeAll
  static void create() throws SQLException {
    database = PostgresServer.shared().newDatabase();
  }

  @BeforeEach
  void choose() {
    schemas++;
  }

  @Override
  CheckpointStore connect() {
    PostgresTerms terms =
        new PostgresTerms(sql -> clock.instant(), Duration.ofSeconds(5), Duration.ZERO);
    return PostgresStore.open(url(), StoreSchema.CURRENT, terms);
  }

  private PostgresUrl url() {
    return PostgresUrl.parse(database.url() + "?schema=Store%20%22" + schemas + "%22");
  }

  @Test
  void locksGoWithTheirOwners() throws SQLException {
    CheckpointStore store = open();
    Lease first = own(store);
    assertThat(locks()).isEqualTo(1);
    clock.advance(LEASE);
    Lease second = own(open(), "second");
    assertThat(locks()).isEqualTo(2);
    store.release(first);
    assertThat(locks()).isEqualTo(1);
    assertThat(second.owner().epoch()).isEqualTo(2);
    closeAll();
    assertThat(locks()).isZero();
  }

  @Test
  void anOwnerWhoseSessionsWereEndedGoesOnAndHoldsItsLockAgain() throws SQLException {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = Histories.running();
    store.save(lease, Histories.entry(1, runtime));
    database.value(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <>"
            + " pg_backend_pid() and datname = current_database()");
    assertThat(locks()).isZero();
    Runtime later = Histories.batch(runtime, 1);
    store.save(lease, Histories.entry(2, later));
    store.renew(lease);
    assertThat(locks()).isEqualTo(1);
    assertThat(loaded(open(), runtime)).isEqualTo(later);
    assertThat(open().acquire(NAME, "other", "host 2", LEASE)).isInstanceOf(LeaseAnswer.Held.class);
  }

  @Test
  void leasesAreTimedByTheServer() throws SQLException {
    try (CheckpointStore store =
        new StoreUrl(database.url() + "?schema=server_clock").open(() -> Instant.EPOCH)) {
      Instant before =
          Instant.parse(database.value("select to_json(now() at time zone 'utc') #>> '{}' || 'Z'"));
      own(store);
      assertThat(store.holder(NAME).orElseThrow().since())
          .isBetween(before, before.plusSeconds(60));
    }
  }

  @Test
  void historyIsBoundedByTheRetention() throws SQLException {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = Histories.running().retaining(new Retention(5, 3));
    for (int i = 1; i <= 50; i++) {
      runtime = Histories.batch(runtime, i);
      store.save(lease, Histories.entry(i, runtime));
    }
    assertThat(store.checkpoints(NAME, "flow/1-1", 1000)).hasSize(12);
    assertThat(database.value("select count(*) from \"Store \"\"" + schemas + "\"\"\".applied_key"))
        .isEqualTo("10");
  }

  @Test
  void textThatPostgresCantHoldComesBackAsItWas() {
    CheckpointStore store = open();
    Lease lease = own(store);
    String odd =
        "nul \0, half \ud800 a character, \udc00\ud800, whole \ud83d\ude00, mark \ufdd0" + "0000";
    store.keep(lease, List.of(because(letter("sql", 0), odd)));
    KeptLetter kept = store.letters(NAME, LetterFilter.ALL, 0, 9).getFirst();
    assertThat(kept.letter().reason()).isEqualTo(odd);
  }

  @Test
  void aPositionMayBeLongerThanAnIndexTakes() {
    CheckpointStore store = open();
    Lease lease = own(store);
    StringBuilder random = new StringBuilder();
    new java.util.Random(7).ints(20_000, 'a', 'z').forEach(c -> random.append((char) c));
    DeadLetter letter = letter("sql", 0);
    DeadLetter far =
        new DeadLetter(
            letter.runId(),
            letter.stage(),
            letter.generation(),
            letter.partition(),
            new dev.tidemark.coordinator.Position(random.toString()),
            0,
            "",
            "bad",
            1,
            letter.payload(),
            letter.at());
    assertThat(store.keep(lease, List.of(far, far))).isEqualTo(1);
    assertThat(store.keep(lease, List.of(far))).isZero();
  }

  private static int locks() throws SQLException {
    return Integer.parseInt(
        database.value(
            "select count(*) from pg_locks where locktype = 'advisory' and database ="
                + " (select oid from pg_database where datname = current_database())"));
  }
}
