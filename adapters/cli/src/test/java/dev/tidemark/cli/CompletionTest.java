package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  /** Asks the function that bash would call. */
  private static final String ASK =
      """
      compopt() { :; }
      source "$1"
      shift
      COMP_WORDS=("$@")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _complete_tidemark
      echo "${COMPREPLY[@]}"
      """;

  @TempDir Path folder;

  private String completed(String... words) throws IOException, InterruptedException {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, new Session(folder).run("completion", "bash").out());
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", ASK, "bash", script.toString());
    bash.command().addAll(java.util.List.of(words));
    Process process = bash.redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer.strip();
  }

  @Test
  void bashCompletesCommandsSubcommandsAndOptions() throws IOException, InterruptedException {
    assertThat(completed("tidemark", "po")).isEqualTo("positions");
    assertThat(completed("tidemark", "connections", "")).isEqualTo("list check");
    assertThat(completed("tidemark", "run", "--dr")).isEqualTo("--dry-run");
    assertThat(completed("tidemark", "completion", "f")).isEqualTo("fish");
  }

  @Test
  void zshGetsTheScriptThatTellsTheShellsApart() {
    assertThat(new Session(folder).run("completion", "zsh").out())
        .contains("ZSH_VERSION", "bashcompinit");
  }

  @Test
  void fishGetsEachCommandAndOptionWithWhatItDoes() {
    var answer = new Session(folder).run("completion", "fish");
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("-n '__tidemark_at' -a abandon -d 'Give up a run")
        .contains("-n '__tidemark_under connections check' -l flow -r")
        .contains("-a fish")
        .contains("-d 'Show a pipeline\\'s runs");
  }

  @Test
  void anUnknownShellIsRefusedWithThoseKnown() {
    var answer = new Session(folder).run("completion", "tcsh");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("tcsh", "bash", "zsh", "fish");
  }
}
