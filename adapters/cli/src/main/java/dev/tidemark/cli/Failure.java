package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.failure.ErrorCode;
import java.io.PrintWriter;
import java.util.ArrayList;
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
    Terminal terminal = in.terminal();
    for (String line : lines()) {
      // For programs and files a line stays whole.
      List<String> shown =
          terminal.err() ? TextTable.hanging(line, terminal.columns()) : List.of(line);
      shown.forEach(err::println);
    }
    err.flush();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String line : message.isEmpty() ? List.of("") : message.lines().toList()) {
      lines.add(lines.isEmpty() ? "tidemark: error " + code.code() + ": " + line : indented(line));
    }
    return lines;
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
