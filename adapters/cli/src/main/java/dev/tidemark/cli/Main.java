package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The program. */
public final class Main {

  private static final List<List<String>> VERSION =
      List.of(List.of("version"), List.of("--version"), List.of("-V"));

  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (VERSION.contains(Arrays.asList(args))) {
      // Without picocli: a plain question deserves a quick answer.
      System.out.println(Version.line());
      return;
    }
    System.exit(run(args));
  }

  /** Runs a command line as a process of its own would, but for its end: answers the exit code. */
  public static int run(String... args) {
    // Read by jOOQ, which would greet on its first use.
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    Surroundings surroundings = Surroundings.ofProcess();
    int code = execute(surroundings, args);
    surroundings.out().flush();
    surroundings.err().flush();
    return code;
  }

  /** Runs a command line in this process, and answers its exit code. */
  static int execute(Surroundings surroundings, String... args) {
    CommandLine line =
        new CommandLine(new TidemarkCommand(surroundings), new CommandFactory(surroundings));
    Terminal terminal = surroundings.terminal();
    boolean colours = terminal.colours() && terminal.out();
    line.setOut(surroundings.out())
        .setErr(surroundings.err())
        .setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF))
        .setUsageHelpWidth(Math.min(Math.max(terminal.columns(), 80), 100))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(new UsageErrors(surroundings))
        .setExecutionExceptionHandler(new Failures(surroundings));
    int code = executed(line, surroundings, args);
    surroundings.out().flush();
    return code;
  }

  private static int executed(CommandLine line, Surroundings surroundings, String... args) {
    try {
      return line.execute(args);
    } catch (OutOfMemoryError full) {
      String more = "; give the JVM more, as by TIDEMARK_OPTS=-Xmx2g";
      Failure failure = Failure.of(ErrorCode.MEMORY, "out of memory: " + full.getMessage() + more);
      failure.print(surroundings);
      return failure.exitCode();
    }
  }
}
