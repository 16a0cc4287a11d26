package dev.tidemark.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark completion}. */
@Command(
    name = "completion",
    description = "Print a script that lets a shell complete commands, options and files.",
    footer = {
      "",
      "Example: tidemark completion bash",
      "",
      "To use it now and in every shell to come:",
      "  bash   echo 'source <(tidemark completion bash)' >> ~/.bashrc",
      "  zsh    echo 'source <(tidemark completion zsh)' >> ~/.zshrc, after compinit",
      "  fish   tidemark completion fish > ~/.config/fish/completions/tidemark.fish",
      "",
      "Exit codes: 0 printed, 2 no such shell."
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells there are scripts for. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PROGRAM = "tidemark";

  private final Surroundings in;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.BASH;

  CompletionCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() {
    CommandLine.Model.CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("picocli has not filled in the model");
    }
    CommandLine whole = own.root().commandLine();
    in.out()
        .print(
            switch (shell) {
              // One script for both: it tells the shells apart itself.
              case BASH, ZSH -> AutoComplete.bash(PROGRAM, whole);
              case FISH -> new FishCompletion(PROGRAM).script(whole);
            });
    return ExitCode.OK;
  }
}
