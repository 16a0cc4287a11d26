package dev.tidemark.postgres;

import static dev.tidemark.contract.SampleLoad.delivery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Position;
import dev.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the books take, and what is said of those who keep them locked. */
class BooksTest {

  private static final Owner OWNER = new Owner(1, "owner");

  private TestTarget target;

  @BeforeEach
  void newDatabase() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
  }

  private static void open(PostgresSink sink) throws Exception {
    sink.claim(OWNER);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(SampleLoad.opening(OWNER, 1));
  }

  @Test
  void aLetterMayHaveALongPositionAndAnyText() throws Exception {
    try (PostgresSink sink = target.sink(LoadMode.APPEND)) {
      open(sink);
      // Not to be compressed, as an index would.
      byte[] noise = new byte[20_000];
      new SplittableRandom(7).nextBytes(noise);
      String position = HexFormat.of().formatHex(noise);
      DeadLetter letter =
          new DeadLetter(
              "flow-1",
              "sink",
              1,
              SampleLoad.PARTITION,
              new Position(position),
              0,
              "at \0",
              "nul \0 and half of a character \ud800",
              1,
              new byte[] {0},
              SampleLoad.TIME);
      Delivery sample = delivery(OWNER, 1, 0, 3);
      Delivery delivery =
          new Delivery(OWNER, 1, sample.moves(), sample.rows(), List.of(letter, letter));
      assertThat(sink.write(delivery)).isEqualTo(1);
      assertThat(sink.deadLetters("flow-1"))
          .singleElement()
          .satisfies(
              kept -> {
                assertThat(kept.position()).isEqualTo(letter.position());
                assertThat(kept.reason()).isEqualTo(letter.reason());
                assertThat(kept.place()).isEqualTo(letter.place());
              });
    }
  }

  @Test
  void whoHoldsALockIsNamed() throws Exception {
    try (PostgresSink sink =
        target.with("lock_timeout", Duration.ofMillis(50)).sink(LoadMode.APPEND)) {
      open(sink);
      try (Connection other = target.database().connect();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("SET application_name = 'nightly report'");
        statement.execute("LOCK TABLE t IN EXCLUSIVE MODE");
        assertThatThrownBy(() -> sink.write(delivery(OWNER, 1, 0, 3)))
            .isInstanceOf(ConnectorException.Retryable.class)
            .hasMessageContaining("nightly report as postgres")
            .hasMessageContaining("idle in transaction");
        other.rollback();
      }
      assertThat(sink.write(delivery(OWNER, 1, 0, 3))).isEqualTo(1);
    }
  }
}
