package dev.tidemark.cli;

import dev.tidemark.document.FlowProblem;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.load.FlowCheck;
import dev.tidemark.flow.load.Flows;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Flows that a command line names. */
final class FlowFile {

  /** One of the pipelines of a flow with shared runners: {@code orders/topic-3}. */
  private static final Pattern SLOT = Pattern.compile("[a-z0-9-]{1,63}/[A-Za-z0-9._-]+-\\d+");

  private FlowFile() {}

  /** The file that an argument means, relative to where the program was started. */
  static Path path(Surroundings in, String argument) {
    try {
      return in.folder().resolve(argument);
    } catch (InvalidPathException wrong) {
      throw new CommandFailure(ErrorCode.COMMAND_LINE, "not a path: " + argument);
    }
  }

  /** Reads and checks; what is wrong is in the answer. */
  static FlowCheck check(Surroundings in, String argument) {
    return Flows.load(path(in, argument), in.flows());
  }

  /**
   * A flow without problems; its warnings are printed.
   *
   * @param json whether problems are the command's result, as JSON
   * @throws CommandFailure when it has problems, which are printed first
   */
  static FlowCheck valid(Surroundings in, String argument, boolean json) {
    FlowCheck check = check(in, argument);
    Failure failure = failure(List.of(check), argument + "; nothing was started");
    if (json && !check.valid()) {
      in.out().println(new ValidateReport(List.of(check)).json(failure));
    }
    PrintWriter err = in.err();
    check.problems().forEach(problem -> err.println(problem.text()));
    check.warnings().forEach(warning -> err.println(warning(warning)));
    if (!check.valid()) {
      throw new CommandFailure(failure, true);
    }
    return check;
  }

  /** How many problems there are, and where. */
  static Failure failure(List<FlowCheck> checks, String where) {
    boolean unreadable = checks.stream().anyMatch(check -> check.spec().isEmpty());
    long problems = checks.stream().mapToLong(check -> check.problems().size()).sum();
    return Failure.of(
        unreadable ? ErrorCode.FLOW_UNREADABLE : ErrorCode.FLOW_WRONG,
        Wording.count(problems, "problem") + " in " + where);
  }

  static FlowGraph graph(FlowCheck check) {
    return check.graph().orElseThrow(() -> new IllegalStateException("no graph"));
  }

  static String warning(FlowProblem warning) {
    return "warning: " + warning.text();
  }

  /** Whether an argument means a file rather than a pipeline's name. */
  static Optional<Path> named(Surroundings in, String argument) {
    if (SLOT.matcher(argument).matches() && !Files.exists(path(in, argument))) {
      return Optional.empty();
    }
    String lower = argument.toLowerCase(Locale.ROOT);
    boolean looksLikeOne =
        lower.endsWith(".yaml")
            || lower.endsWith(".yml")
            || lower.endsWith(".json")
            || argument.indexOf('/') >= 0
            || argument.indexOf('\\') >= 0;
    boolean there = !looksLikeOne && Files.isRegularFile(path(in, argument));
    return looksLikeOne || there ? Optional.of(path(in, argument)) : Optional.empty();
  }
}
