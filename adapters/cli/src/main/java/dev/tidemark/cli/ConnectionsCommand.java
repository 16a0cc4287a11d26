package dev.tidemark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tidemark connections}. */
@Command(
    name = "connections",
    description = "List the connections that flows may name, or check that they answer.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  tidemark connections list --flow flow.yaml",
      "  tidemark connections check warehouse",
      "",
      "They are looked up in the environment (TIDEMARK_CONNECTION_NAME), in tidemark.toml of the"
          + " flow's folder and of this one, in ~/.config/tidemark/connections.toml, and in the"
          + " flow itself; the first one counts."
    },
    subcommands = {ConnectionsListCommand.class, ConnectionsCheckCommand.class})
final class ConnectionsCommand implements Runnable {

  private final Surroundings in;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  ConnectionsCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(in.out());
    }
  }
}
