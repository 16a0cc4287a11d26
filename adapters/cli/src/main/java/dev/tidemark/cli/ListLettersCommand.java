package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark dead-letters list}. */
@Command(
    name = "list",
    description = {
      "List a pipeline's dead letters by cause: stage, run and reason.",
      "A whole batch that was refused for one reason is one line."
    },
    footer = {
      "",
      "Example: tidemark dead-letters list orders --stage warehouse --all",
      "",
      "Exit codes: 0 shown, 2 no such pipeline or no state found, 3 the state can't be read."
    })
final class ListLettersCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(names = "--all", description = "Each letter on a line of its own.")
  private boolean each;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "waiting",
      description = "waiting (the default), replayed, superseded, reread, or all.")
  private String state = "waiting";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many lines (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private final LetterFilterOptions filter = new LetterFilterOptions();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  ListLettersCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    UsageErrors.requireLimit(limit);
    return new StoredPipelines(in, store).one(name, this::show);
  }

  private int show(CheckpointStore opened, String pipeline) {
    LetterList list =
        LetterList.of(
            opened, pipeline, new LetterList.Question(filter.in(state), each, limit, name));
    if (output.json()) {
      in.out().println(list.json());
    } else {
      int columns = in.terminal().out() ? in.terminal().columns() : Integer.MAX_VALUE;
      list.lines(new Clock(in.zone()), columns).forEach(in.out()::println);
    }
    return ExitCode.OK;
  }
}
