package dev.tidemark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What is common to all commands. */
@Command(
    name = "tidemark",
    description = {
      "Data pipelines that can be killed at any moment and lose nothing.",
      "",
      "The three most common:",
      "",
      "  tidemark validate flow.yaml   is the flow right?",
      "  tidemark run flow.yaml        run it, or go on where it stopped",
      "  tidemark history flow.yaml    what has happened",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    optionListHeading = "Options:%n",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0    done, or nothing to do; also with dead letters",
      "  1    the run failed; run it again to resume it",
      "  2    the flow or the command line is wrong; nothing was started",
      "  3    something outside can't be reached",
      "  4    another runner owns the pipeline, or has taken it over",
      "  130, 143   stopped by Ctrl-C or SIGTERM; everything confirmed is saved",
      "",
      "More on a command: tidemark COMMAND --help; on an error: tidemark help TM-501"
    },
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      CheckpointsCommand.class,
      PositionsCommand.class,
      DeadLettersCommand.class,
      AbandonCommand.class,
      ConnectionsCommand.class,
      InitCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
      VersionCommand.class
    })
final class TidemarkCommand implements Runnable {

  private final Surroundings surroundings;

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  private boolean verbose;

  TidemarkCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more on standard error; show where an unexpected error came from.")
  void verbose(boolean wanted) {
    verbose = wanted;
    if (wanted) {
      LogLevels.raise();
    }
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show help, and exit.")
  private boolean unusedHelp;

  @Option(
      names = {"-V", "--version"},
      description = "Show the version, and exit.")
  private boolean version;

  boolean verbose() {
    return verbose;
  }

  @Override
  public void run() {
    if (version) {
      surroundings.out().println(Version.line());
    } else if (spec != null) {
      spec.commandLine().usage(surroundings.out());
    }
  }
}
