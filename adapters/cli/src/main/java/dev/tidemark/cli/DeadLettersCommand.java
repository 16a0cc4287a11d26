package dev.tidemark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tidemark dead-letters}. */
@Command(
    name = "dead-letters",
    description = {
      "Look at the records that were set aside, and put them back.",
      "A record is set aside by a stage with on_error: dead_letter. Mend what was wrong, in the"
          + " flow or in the target, then replay: each record takes effect once."
    },
    footer = {"", "Example: tidemark dead-letters list examples/debian-packages/flow.yaml"},
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListLettersCommand.class,
      ShowLetterCommand.class,
      ExportLettersCommand.class,
      ReplayLettersCommand.class,
      PurgeLettersCommand.class
    })
final class DeadLettersCommand implements Runnable {

  private final Surroundings in;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  DeadLettersCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(in.out());
    }
  }
}
