package dev.tidemark.cli;

import dev.tidemark.checkpoint.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What couldn't be done, in one line; of a bug of ours, where its details are. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

  private final Surroundings surroundings;

  Failures(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleExecutionException(Exception wrong, CommandLine command, ParseResult parsed) {
    PrintWriter err = surroundings.err();
    surroundings.out().flush();
    int code =
        switch (wrong) {
          case CommandFailure failure -> {
            err.println("tidemark: " + failure.getMessage());
            yield failure.exitCode();
          }
          case StoreException store -> {
            err.println("tidemark: " + store.reason());
            yield exitCode(store.kind());
          }
          default -> {
            unexpected(wrong, command.getCommandSpec().root().userObject());
            yield ExitCode.FAILED;
          }
        };
    err.flush();
    return code;
  }

  static int exitCode(StoreException.Kind kind) {
    return switch (kind) {
      case AWAY, UNUSABLE -> ExitCode.UNREACHABLE;
      case FENCED -> ExitCode.OWNED;
      case FOREIGN -> ExitCode.WRONG;
    };
  }

  private void unexpected(Exception bug, Object root) {
    PrintWriter err = surroundings.err();
    String what = "tidemark: this is a bug in tidemark: " + bug;
    boolean verbose = root instanceof TidemarkCommand command && command.verbose();
    if (verbose) {
      err.println(what);
      bug.printStackTrace(err);
    } else {
      err.println(what.lines().findFirst().orElse(what) + "; " + details(bug));
    }
  }

  private String details(Exception bug) {
    StringWriter trace = new StringWriter();
    trace.append(surroundings.clock().instant().toString()).append(' ');
    bug.printStackTrace(new PrintWriter(trace, true));
    Path own = surroundings.folder().resolve(StoreLocation.FOLDER);
    try {
      Path log =
          Files.isDirectory(own)
              ? own.resolve("error.log")
              : Files.createTempFile("tidemark-error-", ".log");
      Files.writeString(
          log, trace.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return "details are in " + log;
    } catch (IOException nowhere) {
      return "--verbose shows where it came from";
    }
  }
}
