package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.servers.CutProxy;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small batches go in one trip, and fail as those do that take the longer way. */
class OneTripTest {

  private static final Partition OTHER = new Partition("numbers", "other");

  private final List<AutoCloseable> closing = new ArrayList<>();
  private TestTarget target;

  @BeforeEach
  void newDatabase() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : closing.reversed()) {
      each.close();
    }
  }

  private SteppedSink opened(TestTarget at) throws Exception {
    SteppedSink sink = new SteppedSink(at, LoadMode.APPEND, Merging.NONE, SampleLoad.COLUMNS);
    closing.add(sink);
    return sink;
  }

  private String last() throws Exception {
    return SteppedSink.last(target);
  }

  private List<List<Object>> rows() throws Exception {
    return target.query("SELECT id, name FROM t ORDER BY id");
  }

  @Test
  void fewRowsAreOneStatementAndManyAreCopied() throws Exception {
    SteppedSink sink = opened(target);
    sink.write(0, SampleLoad.row(0), SampleLoad.row(1));
    assertThat(last()).startsWith("WITH moved AS");
    sink.write(1, IntStream.range(2, 9_000).mapToObj(SampleLoad::row).toArray(Object[][]::new));
    assertThat(last()).isEqualTo("COMMIT");
    var unused = sink.sink().write(SampleLoad.coverage(SteppedSink.OWNER, 1, 2, 3));
    assertThat(last()).startsWith("WITH moved AS");
    assertThat(rows()).isEqualTo(SampleLoad.rows(9_000));
    assertThat(sink.position()).isEqualTo(3);
  }

  @Test
  void deadLettersTakeTheLongerWay() throws Exception {
    SteppedSink sink = opened(target);
    assertThat(sink.sink().write(SampleLoad.delivery(SteppedSink.OWNER, 1, 0, 3))).isEqualTo(1);
    assertThat(last()).isEqualTo("COMMIT");
  }

  /** A pooler names no process of the server, and keeps no prepared statement for us. */
  @Test
  void aPoolerTakesTheLongerWay() throws Exception {
    CutProxy pooler = CutProxy.to(target.database().port());
    closing.add(pooler);
    pooler.answerWith(OneTripTest::withoutProcess);
    SteppedSink sink = opened(through(pooler));
    sink.write(0, SampleLoad.row(0), SampleLoad.row(1));
    assertThat(last()).isEqualTo("COMMIT");
    assertThat(rows()).isEqualTo(SampleLoad.rows(2));
  }

  /** The server's greeting, with 0 for its process: BackendKeyData, of 12 bytes. */
  private static byte[] withoutProcess(byte[] piece) {
    String text = new String(piece, StandardCharsets.ISO_8859_1);
    return text.replaceFirst("(?s)K\\x00\\x00\\x00\\x0c.{4}", "K\0\0\0\f\0\0\0\0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatWasWrittenBeforeIsNotWrittenAgain() throws Exception {
    SteppedSink sink = opened(target);
    sink.write(0, SampleLoad.row(0));
    assertThatThrownBy(() -> sink.write(0, SampleLoad.row(0)))
        .isInstanceOf(ConnectorException.Fenced.class)
        .hasMessageContaining("a position is not where this delivery begins");
    assertThat(rows()).isEqualTo(SampleLoad.rows(1));
    sink.write(1, SampleLoad.row(1));
    assertThat(rows()).isEqualTo(SampleLoad.rows(2));
  }

  @Test
  void anOwnerOfBeforeWritesNothing() throws Exception {
    SteppedSink sink = opened(target);
    sink.write(0, SampleLoad.row(0));
    Owner next = new Owner(2, "next");
    target.sink(LoadMode.APPEND).claim(next);
    assertThatThrownBy(() -> sink.write(1, SampleLoad.row(1)))
        .isInstanceOf(ConnectorException.Fenced.class)
        .hasMessageContaining("found epoch 2, next");
    Owner sameEpoch = new Owner(2, "somebody");
    assertThatThrownBy(() -> sink.sink().write(sink.delivery(sameEpoch, 1, SampleLoad.row(1))))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThat(rows()).isEqualTo(SampleLoad.rows(1));
    var unused = sink.sink().write(sink.delivery(next, 1, SampleLoad.row(1)));
    assertThat(rows()).isEqualTo(SampleLoad.rows(2));
  }

  @Test
  void partitionsMoveTogetherOrNotAtAll() throws Exception {
    SteppedSink sink = opened(target);
    sink.sink()
        .open(
            new Opening(
                SteppedSink.OWNER,
                1,
                1,
                "resolved",
                Vector.of(
                    new PositionRow(OTHER, 0, new Position("0"), "", 0, 0, SampleLoad.TIME))));
    assertThatThrownBy(() -> sink.sink().write(both(sink, 0, 7)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThatThrownBy(() -> sink.sink().write(both(sink, 7, 0)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThat(rows()).isEmpty();
    var unused = sink.sink().write(both(sink, 0, 0));
    assertThat(last()).isEqualTo("COMMIT");
    assertThat(rows()).isEqualTo(SampleLoad.rows(1));
    assertThat(target.query("SELECT position, records FROM tidemark.position"))
        .containsExactly(List.of("1", 1L), List.of("1", 1L));
  }

  private static Delivery both(SteppedSink sink, int first, int second) {
    Delivery one = sink.delivery(SteppedSink.OWNER, first, SampleLoad.row(0));
    Move move = SteppedSink.move(second, 1);
    Move other =
        new Move(
            OTHER,
            0,
            move.from(),
            move.to(),
            move.key(),
            move.records(),
            move.read(),
            move.eventTime());
    return new Delivery(one.owner(), 1, List.of(one.moves().get(0), other), one.rows(), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "22003, Refused",
    "22012, Refused",
    "23505, Refused",
    "40P01, Retryable",
    "53100, Retryable",
    "55P03, Retryable",
    // By itself a statement may be ended after its commit: the position tells.
    "57014, OutcomeUnknown",
    "08006, Retryable",
    "42501, Terminal",
    "P0001, Terminal",
    "XX000, Terminal"
  })
  void aStateDecidesWhatFollows(String state, String kind) throws Exception {
    SteppedSink sink = opened(target);
    sink.write(0, SampleLoad.row(0));
    target
        .database()
        .execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''no'' USING ERRCODE = ''%s''; END';".formatted(state)
                + " CREATE TRIGGER refuses BEFORE INSERT ON t"
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");
    assertThatThrownBy(() -> sink.write(1, SampleLoad.row(1)))
        .as(state)
        .extracting(failure -> failure.getClass().getSimpleName())
        .isEqualTo(kind);
    assertThat(sink.position()).isEqualTo(1);
    target.database().execute("DROP TRIGGER refuses ON t");
    sink.write(1, SampleLoad.row(1));
    assertThat(rows()).isEqualTo(SampleLoad.rows(2));
  }

  @Test
  void aDeferredConstraintThatFailsAtCommitIsAKnownRollback() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint UNIQUE DEFERRABLE INITIALLY DEFERRED, name text);"
                + " INSERT INTO t VALUES (1)");
    SteppedSink sink = opened(target);
    assertThatThrownBy(() -> sink.write(0, SampleLoad.row(1)))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("Key (id)=(1) already exists");
    assertThat(sink.position()).isZero();
  }

  @Test
  void rulesOfTheTableDoNotTakeRowsAway() throws Exception {
    target
        .database()
        .execute(
            "CREATE TABLE t (id bigint, name text);"
                + " CREATE RULE nothing AS ON INSERT TO t DO INSTEAD NOTHING");
    SteppedSink sink = opened(target);
    sink.write(0, SampleLoad.row(0));
    assertThat(last()).isEqualTo("COMMIT");
    assertThat(rows()).isEqualTo(SampleLoad.rows(1));
  }

  @Test
  void aLostAnswerIsLookedUp() throws Exception {
    CutProxy proxy = CutProxy.to(target.database().port());
    closing.add(proxy);
    // A statement that the server keeps prepared is called by a number, and can't be told.
    SteppedSink sink = opened(through(proxy).with("properties", Map.of("prepareThreshold", "0")));
    sink.write(0, SampleLoad.row(0));
    proxy.loseAnswerTo(
        piece -> new String(piece, StandardCharsets.ISO_8859_1).contains("INSERT INTO"));
    assertThatThrownBy(() -> sink.write(1, SampleLoad.row(1)))
        .isInstanceOf(ConnectorException.OutcomeUnknown.class);
    assertThat(sink.position()).isEqualTo(2);
    assertThat(rows()).isEqualTo(SampleLoad.rows(2));
    sink.write(2, SampleLoad.row(2));
  }

  private TestTarget through(CutProxy proxy) {
    PostgresDatabase database = target.database();
    return new TestTarget(
        new PostgresDatabase("127.0.0.1", proxy.port(), database.name(), database.user()));
  }

  @Test
  void whereverTheLineIsCutTheLoadGoesOnExactly() throws Exception {
    CutProxy proxy = CutProxy.to(target.database().port());
    closing.add(proxy);
    TestTarget through = through(proxy);
    int pieces = 0;
    int before;
    do {
      target.database().execute("DROP TABLE IF EXISTS t; DROP SCHEMA IF EXISTS tidemark CASCADE");
      SteppedSink sink = opened(through);
      before = proxy.cuts();
      proxy.cutAfter(pieces);
      load(sink);
      assertThat(rows()).as("cut after %d", pieces).isEqualTo(SampleLoad.rows(4));
      sink.close();
    } while (proxy.cuts() > before && ++pieces < 200);
    assertThat(pieces).isBetween(10, 199);
  }

  /** As the engine does: ask again, and go on from where the sink says that it stands. */
  private static void load(SteppedSink sink) throws Exception {
    while (true) {
      try {
        int at = sink.position();
        if (at == 4) {
          return;
        }
        sink.write(at, SampleLoad.row(at));
      } catch (ConnectorException.Retryable | ConnectorException.OutcomeUnknown again) {
        continue;
      }
    }
  }
}
