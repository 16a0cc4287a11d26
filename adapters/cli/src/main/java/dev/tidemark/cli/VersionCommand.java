package dev.tidemark.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tidemark version}. */
@Command(
    name = "version",
    description = "Show the version of tidemark and of the JDK that runs it.",
    footer = {"", "Example: tidemark version"})
final class VersionCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().println(Version.line());
    return ExitCode.OK;
  }
}
