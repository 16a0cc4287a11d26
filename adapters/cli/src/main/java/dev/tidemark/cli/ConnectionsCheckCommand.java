package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.connection.ConnectionListing.Found;
import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.connector.Connection;
import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidemark connections check}. */
@Command(
    name = "check",
    description = "Ask what is behind connections whether it answers. Changes nothing there.",
    footer = {
      "",
      "Example: tidemark connections check warehouse --flow flow.yaml",
      "",
      "Exit codes: 0 all that can be asked answer, 2 one of them is wrong, or there is none of that"
          + " name, 3 one doesn't answer."
    })
final class ConnectionsCheckCommand implements Callable<Integer> {

  private static final String SILENT = "silent";

  private final Surroundings in;

  @Mixin private final ConnectionsOptions which = new ConnectionsOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  ConnectionsCheckCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  private record Checked(Found found, String answer, String detail, Optional<ErrorCode> code) {

    Checked(Found found, String answer, String detail) {
      this(found, answer, detail, Optional.empty());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    ConnectionTypes types = ConnectionTypes.installed();
    List<Checked> checked = new ArrayList<>();
    List<Found> all = which.find(in);
    for (Found each : all) {
      checked.add(
          each.connection().isPresent()
              ? checked(each, types.check(each.connection().get()))
              : new Checked(each, "wrong", ""));
    }
    Optional<Failure> failure = silent(checked).or(() -> ConnectionsOptions.failure(all));
    show(checked, failure);
    in.out().flush();
    ConnectionsOptions.printProblems(in, all);
    failure.ifPresent(wrong -> wrong.print(in));
    return failure.map(Failure::exitCode).orElse(ExitCode.OK);
  }

  private static Optional<Failure> silent(List<Checked> checked) {
    List<String> silent =
        checked.stream()
            .filter(each -> each.answer().equals(SILENT))
            .map(each -> each.found().name())
            .toList();
    List<ErrorCode> codes =
        checked.stream().flatMap(each -> each.code().stream()).distinct().toList();
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                codes.size() == 1 ? codes.getFirst() : ErrorCode.NO_ANSWER,
                ExitCode.UNREACHABLE,
                Wording.count(silent.size(), "connection")
                    + (silent.size() == 1 ? " doesn't answer: " : " don't answer: ")
                    + String.join(", ", silent)));
  }

  private static Checked checked(Found found, ConnectionAnswer answer) {
    return switch (answer) {
      case ConnectionAnswer.Answers yes -> new Checked(found, "answers", yes.detail());
      case ConnectionAnswer.Silent no ->
          new Checked(found, SILENT, no.reason(), Optional.of(ErrorCode.of(no.fault())));
      case ConnectionAnswer.Unasked unknown ->
          new Checked(found, "unasked", "this kind can't be checked");
    };
  }

  private void show(List<Checked> checked, Optional<Failure> failure) {
    if (output.json()) {
      ObjectNode root = Json.object();
      root.set("connections", Json.array(checked, ConnectionsCheckCommand::json));
      failure.ifPresent(wrong -> root.set("error", wrong.json()));
      in.out().println(Json.text(root));
    } else if (!checked.isEmpty()) {
      TextTable table = new TextTable("NAME", "KIND", "ANSWER", "DETAIL");
      checked.forEach(
          each ->
              table.row(
                  each.found().name(),
                  each.found().connection().map(Connection::kind).orElse("-"),
                  each.answer(),
                  each.code().map(code -> code.code() + ": ").orElse("") + each.detail()));
      table.lines().forEach(in.out()::println);
    }
  }

  private static ObjectNode json(Checked each) {
    ObjectNode node =
        ConnectionsListCommand.json(each.found())
            .put("answer", each.answer())
            .put("detail", each.detail());
    each.code().ifPresent(code -> node.put("code", code.code()));
    return node;
  }
}
