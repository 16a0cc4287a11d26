package dev.tidemark.cli;

import dev.tidemark.document.Nearest;
import dev.tidemark.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark help}. */
@Command(
    name = "help",
    description = "Show help: on the program, a command, or an error code.",
    footer = {
      "",
      "Examples:",
      "  tidemark help run",
      "  tidemark help TM-501",
      "  tidemark help errors",
      "",
      "Exit codes: 0 shown, 2 no such command or code."
    })
final class HelpCommand implements Callable<Integer> {

  private static final String ERRORS = "errors";
  private static final int WIDEST = 100;

  private final Surroundings in;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND|CODE", description = "Which.")
  private List<String> words = new ArrayList<>();

  HelpCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() {
    CommandLine.Model.CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("picocli has not filled in the model");
    }
    if (words.size() == 1 && explained(words.get(0))) {
      return ExitCode.OK;
    }
    CommandLine command = own.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw unknown(word, command);
      }
      command = next;
    }
    command.usage(in.out(), command.getColorScheme());
    return ExitCode.OK;
  }

  /** Whether a word means an error code, or all of them; then it is explained. */
  private boolean explained(String word) {
    ErrorPages pages = new ErrorPages(Math.min(in.terminal().columns(), WIDEST));
    List<String> lines =
        word.equals(ERRORS)
            ? pages.list()
            : ErrorCode.parse(word).map(pages::page).orElse(List.of());
    lines.forEach(in.out()::println);
    return !lines.isEmpty();
  }

  private static CommandFailure unknown(String word, CommandLine command) {
    List<String> known = List.copyOf(command.getSubcommands().keySet());
    String name = command.getCommandSpec().qualifiedName();
    return new CommandFailure(
        ErrorCode.COMMAND_LINE,
        known.isEmpty()
            ? "%s has no commands of its own, was '%s'".formatted(name, word)
            : "%s has no command '%s'; %s"
                .formatted(
                    name,
                    word,
                    Nearest.to(word, known)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("there are: " + String.join(", ", known))));
  }
}
