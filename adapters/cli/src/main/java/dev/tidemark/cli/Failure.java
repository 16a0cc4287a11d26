package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.failure.ErrorCode;
import java.io.PrintWriter;
import java.util.List;

/**
 * Why a command didn't do what it was asked to.
 *
 * @param message for the user; what follows its first line gives details
 */
record Failure(ErrorCode code, int exitCode, String message) {

  /** One that always ends with the same exit code. */
  static Failure of(ErrorCode code, String message) {
    return new Failure(code, ExitCode.of(code), message);
  }

  /** To standard error, where it is not shown twice. */
  void print(Surroundings in) {
    PrintWriter err = in.err();
    List<String> lines = message.lines().toList();
    err.println("tidemark: error " + code.code() + ": " + (lines.isEmpty() ? "" : lines.get(0)));
    lines.stream().skip(1).map(Failure::indented).forEach(err::println);
    err.flush();
  }

  private static String indented(String line) {
    return line.startsWith("  ") ? line : "  " + line;
  }

  /** As {@code error} of a result. */
  ObjectNode json() {
    return Json.object().put("code", code.code()).put("message", message);
  }

  /** As the whole result. */
  String document() {
    ObjectNode root = Json.object();
    root.set("error", json());
    return Json.text(root.put("exit_code", exitCode));
  }
}
