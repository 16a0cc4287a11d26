package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One owner at a time, whoever is frozen, killed, or has lost its memory (Delivery 16, 17, 21). */
@Execution(ExecutionMode.CONCURRENT)
class OwnersIT {

  private static final int OWNED = 4;

  @TempDir private Path folder;

  private Throttled job() {
    return new Throttled(folder, 3_000, 500);
  }

  @Test
  void theSecondOfTwoIsToldWhoOwnsIt() throws Exception {
    Targets undisturbed = job().undisturbed();
    // So slow that it is surely still running when the second asks.
    try (Workspace space = new Throttled(folder, 3_000, 50).space("two", "10s")) {
      Child first = space.run();
      Throttled.awaitProgress(space, first, 10);
      Child second = space.run();
      assertThat(second.exit()).as(second.said()).isEqualTo(OWNED);
      assertThat(second.err()).contains("packages is run by process " + first.pid() + " on ");
      first.signal("TERM");
      assertThat(first.exit()).as(first.said()).isEqualTo(143);
      Throttled.complete(space);
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(space.story()).containsExactly("started", "failed", "resumed", "completed");
    }
  }

  @Test
  void oneThatWaitsGoesOnWhereTheFirstHasStoppedAndCanBeStoppedItself() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (Workspace space = new Throttled(folder, 3_000, 50).space("patient", "10s")) {
      Child first = space.run();
      Throttled.awaitProgress(space, first, 10);
      space.flow(SampleFlow.job(SampleFlow.UNTHROTTLED));
      Child impatient = space.run("--wait");
      awaitItWaits(impatient, first);
      impatient.signal("TERM");
      assertThat(impatient.exit()).as(impatient.said()).isEqualTo(143);
      assertThat(impatient.err()).contains("error TM-801: stopped by SIGTERM before anything");

      Child second = space.run("--wait");
      awaitItWaits(second, first);
      assertThat(first.alive()).isTrue();
      first.signal("TERM");
      assertThat(first.exit()).as(first.said()).isEqualTo(143);
      assertThat(second.exit()).as(second.said()).isZero();
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(space.story()).containsExactly("started", "failed", "resumed", "completed");
    }
  }

  private static void awaitItWaits(Child waiting, Child owner) throws Exception {
    String word = "waiting: packages is run by process " + owner.pid();
    Await.until(
        "it to say that it waits",
        () -> {
          assertThat(waiting.alive()).as(waiting.said()).isTrue();
          return waiting.err().contains(word);
        });
  }

  @Test
  void aFrozenRunnerThatWasSupersededWritesNothingWhenItGoesOn() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (Workspace space = job().space("frozen", "1s")) {
      Child frozen = space.run();
      Throttled.awaitProgress(space, frozen, 300);
      freezeBeforeAWrite(space, frozen);
      Child second = space.run("--wait");
      assertThat(second.exit()).as(second.said()).isZero();
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertGivesUp(frozen);
      assertThat(space.targets()).isEqualTo(undisturbed);
    }
  }

  @Test
  void aFrozenRunnerGoesOnInTheMiddleOfItsSuccessor() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (Workspace space = job().space("both", "1s")) {
      Child frozen = space.run();
      Throttled.awaitProgress(space, frozen, 300);
      freeze(space, frozen);
      Child second = space.run("--wait");
      Throttled.awaitProgress(space, second, 300);
      assertGivesUp(frozen);
      assertThat(second.exit()).as(second.said()).isZero();
      assertThat(space.targets()).isEqualTo(undisturbed);
    }
  }

  /** Stops it where it holds no lock of a database: one that does keeps everybody out. */
  private static void freeze(Workspace space, Child child) throws Exception {
    child.signal("STOP");
    while (space.books().locked() || space.database().locked()) {
      child.signal("CONT");
      child.signal("STOP");
    }
  }

  /** Stops it with rows in its hands: the first thing that it does when it goes on is to write. */
  private static void freezeBeforeAWrite(Workspace space, Child child) throws Exception {
    try (SqliteFile.Lock lock = space.database().lock()) {
      Await.until("the file to be ahead of the table that is locked", () -> ahead(space));
      child.signal("STOP");
      while (space.books().locked()) {
        child.signal("CONT");
        child.signal("STOP");
      }
    }
  }

  private static boolean ahead(Workspace space) throws Exception {
    Map<String, String> standings = Standings.of(space);
    long table = Position.parse(standings.get("warehouse")).record();
    return Position.parse(standings.get("listing")).record() >= table + 200;
  }

  private static void assertGivesUp(Child frozen) throws Exception {
    assertThat(frozen.alive()).isTrue();
    frozen.signal("CONT");
    assertThat(frozen.exit()).as(frozen.said()).isEqualTo(OWNED);
    assertThat(frozen.err()).contains("error TM-602: another runner has taken packages over");
  }

  @Test
  void aKilledRunnerIsSucceededAtOnce() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (Workspace space = job().space("killed", "1h")) {
      Child killed = space.run();
      Throttled.awaitProgress(space, killed, 300);
      killed.kill();
      String until = space.books().rows("SELECT until FROM lease").getFirst();
      // Without --wait: as long as the lease stood, this would end with 4.
      Throttled.complete(space);
      assertThat(Instant.now()).isBefore(Instant.parse(until));
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(space.story()).contains("crashed", "resumed");
    }
  }

  @Test
  void aDeletedStoreIsAdoptedWithoutLossOrRepetition() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (Workspace space = job().space("deleted", "10s")) {
      Child killed = space.run();
      Throttled.awaitProgress(space, killed, 300);
      killed.kill();
      space.deleteStore();
      Throttled.complete(space);
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(space.story()).containsExactly("adopted", "started", "completed");
      assertThat(space.asked("history").path("runs").path(0).path("run").asText())
          .isEqualTo("packages-2");
    }
  }

  @Test
  void aTargetPutBackInTheMiddleIsNoticedAndThenGoneOnFrom() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (Workspace space = job().space("restored", "10s")) {
      killAfterProgress(space);
      space.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
      Path database = space.database().path();
      byte[] older = Files.readAllBytes(database);
      killAfterProgress(space);
      for (String suffix : List.of("-wal", "-shm")) {
        Files.deleteIfExists(Path.of(database + suffix));
      }
      Files.write(database, older);
      Child noticing = space.run();
      assertThat(noticing.exit()).as(noticing.said()).isEqualTo(1);
      assertThat(noticing.err())
          .contains("error TM-402: ", "target went back")
          .contains("warehouse at");
      Throttled.complete(space);
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(space.asked("history").path("runs")).hasSize(2);
    }
  }

  private static void killAfterProgress(Workspace space) throws Exception {
    Child child = space.run();
    Throttled.awaitProgress(space, child, 300);
    child.kill();
  }
}
