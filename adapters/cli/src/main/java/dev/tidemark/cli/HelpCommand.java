package dev.tidemark.cli;

import dev.tidemark.document.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark help}. */
@Command(
    name = "help",
    description = "Show help: of the program, or of a command.",
    footer = {"", "Example: tidemark help run", "", "Exit codes: 0 shown, 2 no such command."})
final class HelpCommand implements Callable<Integer> {

  private final Surroundings in;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which command.")
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

  private static CommandFailure unknown(String word, CommandLine command) {
    List<String> known = List.copyOf(command.getSubcommands().keySet());
    String name = command.getCommandSpec().qualifiedName();
    return new CommandFailure(
        ExitCode.WRONG,
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
