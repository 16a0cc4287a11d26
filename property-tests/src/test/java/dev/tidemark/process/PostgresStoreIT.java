package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runners, and a server that comes and goes, with the store on PostgreSQL. */
class PostgresStoreIT {

  private static final String SETTLED =
      "select clock_timestamp() > pg_postmaster_start_time() + interval '6 seconds'";

  @TempDir private Path folder;

  private Throttled job() {
    return new Throttled(folder, 3_000, 500);
  }

  /** Its lease stands for an hour; what says that it is dead is its lock. */
  @Test
  void whenOneOfTwoRunnersIsKilledTheOtherGoesOnAtOnce() throws Exception {
    Targets undisturbed = job().undisturbed();
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    Await.until("the server to have run for a while", () -> database.value(SETTLED).equals("t"));
    try (Workspace space = job().space("killed", "1h")) {
      Child first = space.run("--store", database.url());
      Throttled.awaitProgress(space, first, 300);
      space.flow(SampleFlow.job(SampleFlow.UNTHROTTLED));
      Child second = space.run("--wait", "--store", database.url());
      first.kill();
      assertThat(second.exit()).as(second.said()).isZero();
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(story(space, database)).contains("crashed", "resumed").endsWith("completed");
      assertThat(space.store()).doesNotExist();
    }
  }

  @Test
  void aRunOutlivesItsStoresServer() throws Exception {
    Targets undisturbed = job().undisturbed();
    try (PostgresServer server = PostgresServer.start();
        Workspace space = job().space("restarted", "20s")) {
      PostgresDatabase database = server.newDatabase();
      Child child = space.run("--store", database.url());
      for (int time = 0; time < 2; time++) {
        Throttled.awaitProgress(space, child, 300);
        server.stopHard();
        server.startAgain();
      }
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(story(space, database))
          .startsWith("started")
          .endsWith("completed")
          .doesNotContain("crashed");
    }
  }

  private static List<String> story(Workspace space, PostgresDatabase database) throws Exception {
    Child asked =
        space.command(List.of("history", "flow.yaml", "--json", "--store", database.url()));
    assertThat(asked.exit()).as(asked.said()).isZero();
    List<String> kinds = new ArrayList<>();
    for (JsonNode note : Packages.JSON.readTree(asked.out()).at("/runs/0/notes")) {
      kinds.add(note.path("kind").asText());
    }
    return kinds;
  }
}
