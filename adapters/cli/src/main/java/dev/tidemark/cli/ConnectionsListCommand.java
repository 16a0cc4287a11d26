package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.connection.ConnectionListing.Found;
import dev.tidemark.connector.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidemark connections list}. */
@Command(
    name = "list",
    description = "List connections: what each is, and which place defines it. Secrets are hidden.",
    footer = {
      "",
      "Example: tidemark connections list --flow flow.yaml",
      "",
      "Exit codes: 0 listed, 2 one of them is wrong, or there is none of that name."
    })
final class ConnectionsListCommand implements Callable<Integer> {

  private final Surroundings in;

  @Mixin private final ConnectionsOptions which = new ConnectionsOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  ConnectionsListCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() {
    List<Found> found = which.find(in);
    Optional<Failure> failure = ConnectionsOptions.failure(found);
    if (output.json()) {
      ObjectNode root = Json.object();
      root.set("connections", Json.array(found, ConnectionsListCommand::json));
      failure.ifPresent(wrong -> root.set("error", wrong.json()));
      in.out().println(Json.text(root));
    } else if (!found.isEmpty()) {
      TextTable table = new TextTable("NAME", "KIND", "FROM", "SETTINGS");
      found.forEach(
          each ->
              table.row(
                  each.name(),
                  each.connection().map(Connection::kind).orElse("-"),
                  each.origin(),
                  each.connection().map(ConnectionsListCommand::settings).orElse("wrong")));
      table.lines().forEach(in.out()::println);
    }
    in.out().flush();
    ConnectionsOptions.printProblems(in, found);
    failure.ifPresent(wrong -> wrong.print(in));
    return failure.map(Failure::exitCode).orElse(ExitCode.OK);
  }

  private static String settings(Connection connection) {
    return connection.settings().shown().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** What is known of a connection without asking it. */
  static ObjectNode json(Found found) {
    ObjectNode node = Json.object().put("name", found.name()).put("from", found.origin());
    found.connection().ifPresent(connection -> describe(node, connection));
    var problems = node.putArray("problems");
    found.problems().forEach(problem -> problems.add(problem.text()));
    return node;
  }

  private static void describe(ObjectNode node, Connection connection) {
    node.put("kind", connection.kind());
    ObjectNode settings = node.putObject("settings");
    connection.settings().shown().forEach(settings::put);
  }
}
