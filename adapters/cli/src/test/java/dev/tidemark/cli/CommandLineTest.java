package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  @BeforeEach
  void begin() {
    session = new Session(folder);
  }

  @Test
  void withoutArgumentsTheMostCommonCommandsAreShown() {
    var answer = session.run();
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("tidemark run flow.yaml", "validate", "history", "Exit codes:", "  4  ");
    assertThat(answer.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "validate",
        "plan",
        "status",
        "history",
        "checkpoints",
        "positions",
        "abandon",
        "connections",
        "connections list",
        "connections check",
        "init",
        "completion",
        "help",
        "version"
      })
  void everyCommandExplainsItselfWithAnExample(String command) {
    var answer = session.run((command + " --help").split(" "));
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("Usage: tidemark " + command)
        .containsPattern("Examples?:\\s+tidemark " + command);
    assertThat(session.run(("help " + command).split(" ")).out()).isEqualTo(answer.out());
    assertThat(answer.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void theVersionIsOneLine(String question) {
    var answer = session.run(question);
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).startsWith("tidemark ").contains("JDK").hasLineCount(1);
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() {
    var answer = session.run("rnu", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("'rnu'", "Did you mean: run?", "tidemark --help");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void helpOnWhatIsNotThereNamesTheNearest() {
    var answer = session.run("help", "conections");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("'conections'", "did you mean connections?");
    assertThat(session.run("help", "run", "fast").err()).contains("no commands of its own");
    assertThat(session.run("help").out()).isEqualTo(session.run("--help").out());
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearest() {
    var answer = session.run("run", "--restrat", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("--restrat", "--restart", "tidemark run --help");
  }

  @Test
  void aMissingArgumentIsNamed() {
    var answer = session.run("run");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("FLOW");
  }

  @Test
  void aMissingStateSaysWhereItWasLookedFor() {
    var answer = session.run("status");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("<FOLDER>/.tidemark/state.db (this folder)", "--store");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theStoreOfTheCommandLineComesBeforeThatOfTheEnvironment() {
    session.with(StoreLocation.VARIABLE, "from-variable.db");
    assertThat(session.run("status").err()).contains("from-variable.db (TIDEMARK_STORE)");
    assertThat(session.run("status", "--store", "sqlite:named.db").err())
        .contains("named.db (--store)")
        .doesNotContain("from-variable.db");
  }

  @Test
  void aStoreOfAnUnknownKindIsRefusedWithoutShowingWhatMayBeSecret() {
    var answer = session.run("status", "--store", "mysql://me:geheim@host/db");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("mysql://...").doesNotContain("geheim");
  }

  @Test
  void aStoreOnAServerThatIsAwayIsSaidWithoutItsPassword() {
    session.with(
        StoreLocation.VARIABLE, "postgresql://me:geheim@localhost:1/state?connectTimeout=5");
    var answer = session.run("status");
    assertThat(answer.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(answer.err()).contains("localhost:1/state", "can't be reached");
    assertThat(answer.err() + answer.out()).doesNotContain("geheim");
    var wrong = session.run("status", "--store", "postgresql://me:geheim@host");
    assertThat(wrong.code()).isEqualTo(ExitCode.WRONG);
    assertThat(wrong.err()).contains("--store: ", "postgresql://USER").doesNotContain("geheim");
  }
}
