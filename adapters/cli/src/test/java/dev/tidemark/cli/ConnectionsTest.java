package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  @BeforeEach
  void begin() throws IOException {
    session = new Session(folder);
    Files.writeString(
        folder.resolve("tidemark.toml"),
        """
        [connections.warehouse]
        kind = "sqlite"
        path = "a.db"
        [connections.both]
        kind = "sqlite"
        path = "file.db"
        """);
  }

  @Test
  void eachIsListedWithThePlaceThatCounts() throws IOException {
    session.with("TIDEMARK_CONNECTION_BOTH", "sqlite:variable.db");
    Files.createDirectories(folder.resolve("home/.config/tidemark"));
    Files.writeString(
        folder.resolve("home/.config/tidemark/connections.toml"),
        "[connections.mine]\nkind = \"sqlite\"\npath = \"m.db\"\n");
    var answer = session.run("connections", "list");
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .containsPattern(
            "both +sqlite +environment variable TIDEMARK_CONNECTION_BOTH +.*variable.db")
        .containsPattern("mine +sqlite +<FOLDER>/home/.config/tidemark/connections.toml")
        .containsPattern("warehouse +sqlite +<FOLDER>/tidemark.toml +path=<FOLDER>/a.db");
  }

  @Test
  void aFlowAddsItsOwn() throws IOException {
    Files.createDirectories(folder.resolve("flows"));
    Files.writeString(
        folder.resolve("flows/flow.yaml"),
        """
        name: orders
        connections:
          inner: { kind: sqlite, path: inner.db }
        stages: []
        """);
    var answer = session.run("connections", "list", "inner", "--flow", "flows/flow.yaml");
    assertThat(answer.out())
        .containsPattern("inner +sqlite +the flow +path=<FOLDER>/flows/inner.db");
    assertThat(session.run("connections", "list", "inner").code()).isEqualTo(ExitCode.WRONG);
    assertThat(session.run("connections", "list", "--flow", "none.yaml").code())
        .isEqualTo(ExitCode.WRONG);
  }

  @Test
  void whatIsWrongIsSaidWithoutItsSecret() throws IOException {
    session.with("TIDEMARK_CONNECTION_PG", "mysql://me:geheim@host/db");
    var answer = session.run("connections", "list", "--json");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.out() + answer.err()).contains("TIDEMARK_CONNECTION_PG");
    assertThat(answer.out() + answer.err()).doesNotContain("geheim");
    JsonNode list = new ObjectMapper().readTree(answer.out()).path("connections");
    assertThat(list).hasSize(3);
    assertThat(list.path(1).path("problems")).hasSize(1);
    assertThat(list.path(2).path("settings").path("path").asText()).endsWith("a.db");
  }

  @Test
  void checkSaysWhoAnswersAndMakesNothing() throws IOException {
    var fresh = session.run("connections", "check");
    assertThat(fresh.code()).isZero();
    assertThat(fresh.out()).containsPattern("warehouse +sqlite +answers +not there yet");
    assertThat(folder.resolve("a.db")).doesNotExist();
    Files.writeString(folder.resolve("a.db"), "not a database, but long enough to be one");
    var silent = session.run("connections", "check", "warehouse", "--json");
    assertThat(silent.code()).isEqualTo(ExitCode.UNREACHABLE);
    JsonNode one = new ObjectMapper().readTree(silent.out()).path("connections").path(0);
    assertThat(one.path("answer").asText()).isEqualTo("silent");
    assertThat(one.path("detail").asText()).contains("not a SQLite database");
    assertThat(session.run("connections", "check", "both").code()).isZero();
  }

  @Test
  void aFolderOrAMissingFolderDoesNotAnswer() throws IOException {
    Files.createDirectories(folder.resolve("a.db"));
    assertThat(session.run("connections", "check", "warehouse").out()).contains("is a folder");
    Files.writeString(folder.resolve("f"), "");
    session.with("TIDEMARK_CONNECTION_X", "sqlite:f/x.db");
    var answer = session.run("connections", "check", "x");
    assertThat(answer.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(answer.out()).contains("can't be made");
  }

  @Test
  void whoDoesNotAnswerIsToldWithACode() throws IOException {
    session.with("TIDEMARK_CONNECTION_PG", "postgresql://me:geheim@127.0.0.1:1/db");
    var answer = session.run("connections", "check", "pg", "--json");
    assertThat(answer.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(answer.out() + answer.err()).doesNotContain("geheim");
    JsonNode root = new ObjectMapper().readTree(answer.out());
    assertThat(root.path("connections").path(0).path("code").asText()).isEqualTo("TM-301");
    assertThat(root.path("error").path("code").asText()).isEqualTo("TM-301");
    assertThat(session.run("connections", "check", "pg").out())
        .containsPattern("pg +postgres +silent +TM-301: can't connect to 127.0.0.1:1/db");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    var answer = session.run("connections", "check", "warehuose");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("warehuose", "'warehouse'", "<FOLDER>/tidemark.toml");
  }

  @Test
  void whereThereAreNoneItSaysWhereItLooked() throws IOException {
    Files.delete(folder.resolve("tidemark.toml"));
    var answer = session.run("connections", "list");
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("TIDEMARK_CONNECTION_", "tidemark.toml (not there)");
  }
}
