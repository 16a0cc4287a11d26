package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;

/** The section of {@code docs/operations.md} on error codes, as they describe themselves. */
final class ErrorTable {

  static final String HEAD = "## Error codes\n";

  private static final String INTRODUCTION =
      """
      A command that doesn't end with exit code 0 says why in one message on standard error, `tidemark: error TM-501: ...`, and with `--json` as
      `"error": { "code": "TM-501", "message": ... }` of its result. A code never changes its meaning. `tidemark help TM-501` explains one,
      `tidemark help errors` lists them. The first digit says where to look.
      """;

  String text() {
    StringBuilder text = new StringBuilder(HEAD).append(INTRODUCTION);
    String group = "";
    for (ErrorCode code : ErrorCode.values()) {
      if (!code.group().equals(group)) {
        group = code.group();
        text.append("\n**").append(group).append("**\n\n");
        text.append("| code | | means | what to do |\n| --- | --- | --- | --- |\n");
      }
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(code.code(), code.title(), code.means(), code.remedy()));
    }
    return text.toString();
  }
}
