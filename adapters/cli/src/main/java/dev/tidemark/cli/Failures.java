package dev.tidemark.cli;

import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.failure.ErrorCode;
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
    Failure failure =
        switch (wrong) {
          case CommandFailure known -> known.failure();
          case StoreException store -> of(store);
          default -> {
            boolean verbose =
                command.getCommandSpec().root().userObject() instanceof TidemarkCommand own
                    && own.verbose();
            yield Failure.of(ErrorCode.BUG, unexpected(wrong, verbose));
          }
        };
    boolean shown = wrong instanceof CommandFailure known && known.shown();
    if (!shown && wantsJson(parsed)) {
      surroundings.out().println(failure.document());
    }
    surroundings.out().flush();
    failure.print(surroundings);
    return failure.exitCode();
  }

  private static boolean wantsJson(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption("--json");
  }

  static Failure of(StoreException store) {
    return Failure.of(code(store.kind()), store.reason());
  }

  private static ErrorCode code(StoreException.Kind kind) {
    return switch (kind) {
      case AWAY -> ErrorCode.STORE_AWAY;
      case FENCED -> ErrorCode.TAKEN_OVER;
      case FULL -> ErrorCode.DISK_FULL;
      case UNUSABLE -> ErrorCode.STORE_UNUSABLE;
      case NEWER -> ErrorCode.STORE_NEWER;
      case FOREIGN -> ErrorCode.STORE_FOREIGN;
    };
  }

  private String unexpected(Exception bug, boolean verbose) {
    String what = "this is a bug in tidemark: " + bug;
    if (verbose) {
      StringWriter trace = new StringWriter();
      bug.printStackTrace(new PrintWriter(trace, true));
      return what + "\n" + trace;
    }
    return what.lines().findFirst().orElse(what) + "; " + details(bug);
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
