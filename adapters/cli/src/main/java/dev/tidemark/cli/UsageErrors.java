package dev.tidemark.cli;

import java.io.PrintWriter;
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
    err.println("tidemark: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.WRONG;
  }
}
