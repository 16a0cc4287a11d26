package dev.tidemark.cli;

import dev.tidemark.document.Nearest;
import dev.tidemark.failure.ErrorCode;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line: what is wrong, what was perhaps meant, where to read on. */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {

  private final Surroundings surroundings;

  UsageErrors(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    PrintWriter err = surroundings.err();
    CommandLine command = wrong.getCommandLine();
    Failure failure = Failure.of(ErrorCode.COMMAND_LINE, String.valueOf(wrong.getMessage()));
    if (Arrays.asList(args).contains("--json")) {
      surroundings.out().println(failure.document());
      surroundings.out().flush();
    }
    failure.print(surroundings);
    suggest(wrong, command, err);
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return failure.exitCode();
  }

  /** Refuses a {@code --limit} that lets nothing through. */
  static void requireLimit(long limit) {
    if (limit < 1) {
      throw new CommandFailure(ErrorCode.COMMAND_LINE, "--limit must be at least 1, was " + limit);
    }
  }

  private static void suggest(ParameterException wrong, CommandLine command, PrintWriter err) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !command.getSubcommands().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      Nearest.to(word, command.getSubcommands().keySet())
          .ifPresentOrElse(
              name -> err.println("Did you mean: " + name + "?"),
              () ->
                  err.println("Commands: " + String.join(", ", command.getSubcommands().keySet())));
    } else {
      UnmatchedArgumentException.printSuggestions(wrong, err);
    }
  }
}
