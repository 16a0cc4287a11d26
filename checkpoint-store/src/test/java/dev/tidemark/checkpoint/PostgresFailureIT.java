package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.CheckpointStoreContract.own;
import static dev.tidemark.checkpoint.Histories.batch;
import static dev.tidemark.checkpoint.Histories.entry;
import static dev.tidemark.checkpoint.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.StoreException.Kind;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the way is said, with where and what to do; nothing is damaged. */
class PostgresFailureIT {

  private static final int LATEST = StoreSchema.CURRENT.steps().size();

  private dev.tidemark.servers.PostgresDatabase database;

  @BeforeEach
  void create() throws SQLException {
    database = PostgresServer.shared().newDatabase();
  }

  @Test
  void somebodyElsesSchemaIsLeftAlone() throws SQLException {
    database.execute("create schema tidemark_store; create table tidemark_store.users (id int)");
    StoreException refused = refusal(this::open);
    assertThat(refused.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(refused.reason()).contains(database.name(), "not a Tidemark store");
    assertThat(tables()).isEqualTo("1");
  }

  @Test
  void aNewerStoreIsRefusedAndLeftAlone() throws SQLException {
    open().close();
    String before = tables();
    database.execute("update tidemark_store.store set version = 99");
    StoreException refused = refusal(this::open);
    assertThat(refused.kind()).isEqualTo(Kind.NEWER);
    assertThat(refused.reason()).contains("version 99", "knows " + LATEST, "use that version");
    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void anOlderStoreIsUpgradedAndKeepsWhatItHolds() {
    Runtime runtime = batch(running(), 1);
    String id;
    try (CheckpointStore store = open()) {
      id = store.id();
      store.save(own(store), entry(1, runtime));
    }
    try (CheckpointStore store = open(withStep("further_step.sql"))) {
      assertThat(store.id()).isEqualTo(id);
      assertThat(store.load("flow/1").orElseThrow().runtime()).isEqualTo(runtime);
    }
    assertThat(refusal(this::open).reason()).contains("version " + (LATEST + 1));
  }

  @Test
  void anUpgradeThatFailsChangesNothing() throws SQLException {
    open().close();
    String before = tables();
    StoreSchema broken = withStep("broken_step.sql");
    assertThat(refusal(() -> open(broken)).kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(tables()).isEqualTo(before);
    open().close();
  }

  @Test
  void aRoleThatMayCreateNothingIsToldWhatItNeeds() throws SQLException {
    String role = "reader_" + database.name();
    database.execute("create role " + role + " login");
    String url = database.as(role).url();
    StoreException refused = refusal(() -> new StoreUrl(url).open());
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    String grant = "create schema tidemark_store authorization " + role;
    assertThat(refused.reason())
        .contains("nothing was changed", grant, "grant create on database " + database.name());
    assertThat(tables()).isEqualTo("0");
    database.execute(grant);
    new StoreUrl(url).open().close();
    assertThat(tables()).isNotEqualTo("0");
  }

  @Test
  void aRoleWithoutRightsOnTheTablesIsToldWhatItNeeds() throws SQLException {
    open().close();
    String role = "guest_" + database.name();
    database.execute("create role " + role + " login");
    String url = database.as(role).url();
    StoreException refused = refusal(() -> new StoreUrl(url).open());
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    for (String statement : refused.reason().split("run: ", 2)[1].split("; ?")) {
      database.execute(statement);
    }
    try (CheckpointStore store = new StoreUrl(url).open()) {
      assertThat(own(store).owner().epoch()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsAwayIsSaid() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    String place = "localhost:" + nobody + "/orders";
    StoreException refused = refusal(() -> new StoreUrl("postgresql://me:hush@" + place).open());
    assertThat(refused.kind()).isEqualTo(Kind.AWAY);
    assertThat(refused.reason()).contains(place, "can't be reached").doesNotContain("hush");
  }

  @Test
  void aDatabaseThatIsNotThereIsSaid() {
    String url = database.url().replace("/" + database.name(), "/nowhere");
    StoreException refused = refusal(() -> new StoreUrl(url).open());
    assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(refused.reason()).contains("no such database", "nowhere");
  }

  @Test
  void urlsThatNameNoStoreAreRefusedWithoutTheirSecrets() {
    for (String wrong :
        List.of(
            "postgresql://me:hush@db",
            "postgresql://me:hu%sh@db/x",
            "postgresql:me:hush",
            "postgresql://me:hush@db/x?sslmod=require",
            "postgresql://me:hush@db/x?schema=")) {
      StoreException refused = refusal(() -> new StoreUrl(wrong).check());
      assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE);
      assertThat(refused.reason()).contains("postgresql://").doesNotContain("hu");
    }
  }

  @Test
  void aUrlSaysHowToConnect() {
    PostgresUrl url =
        PostgresUrl.parse(
            "postgres://m%40x:h%3A+sh@a:1,b/d%20b?schema=s&sslmode=require&application_name=us");
    assertThat(url.hosts()).isEqualTo("a:1,b");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://a:1,b/d%20b");
    assertThat(url.properties())
        .containsEntry("user", "m@x")
        .containsEntry("password", "h:+sh")
        .containsEntry("sslmode", "require")
        .containsEntry("ApplicationName", "us")
        .containsEntry("tcpKeepAlive", "true");
    assertThat(url).hasToString("postgresql://a:1,b/d b?schema=s");
  }

  @Test
  void rowsThatAnotherSessionLocksAreAway() throws SQLException {
    PostgresTerms impatient =
        new PostgresTerms(PostgresTerms.USUAL.clock(), Duration.ofMillis(50), Duration.ZERO);
    try (CheckpointStore store =
            PostgresStore.open(PostgresUrl.parse(database.url()), StoreSchema.CURRENT, impatient);
        Connection other = database.connect();
        Statement statement = other.createStatement()) {
      Lease lease = own(store);
      other.setAutoCommit(false);
      statement.execute("select * from tidemark_store.lease for update");
      StoreException refused = refusal(() -> store.save(lease, entry(1, running())));
      assertThat(refused.kind()).isEqualTo(Kind.AWAY);
      assertThat(refused.reason()).contains(database.name(), "locked");
      other.rollback();
      store.save(lease, entry(1, running()));
      assertThat(store.load("flow/1")).isPresent();
    }
  }

  @Test
  void askingWhetherThereIsAStoreMakesNone() throws SQLException {
    assertThat(new StoreUrl(database.url()).exists()).isFalse();
    assertThat(tables()).isEqualTo("0");
    open().close();
    assertThat(new StoreUrl(database.url()).exists()).isTrue();
  }

  @Test
  void aServerThatWasStoppedAndStartedIsGoneOnWith() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        CheckpointStore store = new StoreUrl(server.system().url()).open();
        CheckpointStore other = new StoreUrl(server.system().url()).open()) {
      Lease lease = own(store);
      Runtime runtime = running();
      store.save(lease, entry(1, runtime));
      server.stopHard();
      StoreException away = refusal(() -> store.save(lease, entry(2, batch(runtime, 1))));
      assertThat(away.kind()).isEqualTo(Kind.AWAY);
      server.startAgain();
      // The owner has lost its lock with the server, and lives.
      assertThat(other.acquire("flow/1", "other", "host 2", Duration.ofSeconds(10)))
          .isInstanceOf(LeaseAnswer.Held.class);
      store.save(lease, entry(2, batch(runtime, 1)));
      store.renew(lease);
      assertThat(other.load("flow/1").orElseThrow().runtime()).isEqualTo(batch(runtime, 1));
      assertThat(
              server
                  .system()
                  .value("select count(*) from pg_locks where locktype = 'advisory' and granted"))
          .isEqualTo("1");
    }
  }

  private CheckpointStore open() {
    return new StoreUrl(database.url()).open();
  }

  private CheckpointStore open(StoreSchema schema) {
    return PostgresStore.open(PostgresUrl.parse(database.url()), schema, PostgresTerms.USUAL);
  }

  private static StoreSchema withStep(String step) {
    List<String> steps = new ArrayList<>(StoreSchema.CURRENT.steps());
    steps.add(step);
    return new StoreSchema(steps);
  }

  private String tables() throws SQLException {
    return database.value(
        "select count(*) from pg_tables where schemaname not in ('pg_catalog',"
            + " 'information_schema')");
  }

  private static StoreException refusal(ThrowingCallable call) {
    StoreException refused = catchThrowableOfType(StoreException.class, call);
    assertThat(refused).as("a refusal").isNotNull();
    return refused;
  }
}
