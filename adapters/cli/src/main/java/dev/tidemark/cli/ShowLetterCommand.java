package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.failure.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark dead-letters show}. */
@Command(
    name = "show",
    description =
        "Show all that is kept of a dead letter: the record, where it came from, and why.",
    footer = {
      "",
      "Example: tidemark dead-letters show orders 3f2a9c",
      "",
      "Exit codes: 0 shown, 2 no such letter or no state found, 3 the state can't be read."
    })
final class ShowLetterCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The letter's id, as list shows it, or its beginning.")
  private String id = "";

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  ShowLetterCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new StoredPipelines(in, store).one(name, this::show);
  }

  private int show(CheckpointStore opened, String pipeline) {
    KeptLetter kept = find(opened, pipeline, id);
    if (output.json()) {
      in.out().println(Json.text(LetterJson.of(kept)));
    } else {
      new LetterText(kept, name).lines(new Clock(in.zone())).forEach(in.out()::println);
    }
    return ExitCode.OK;
  }

  /** The one letter whose id begins so. */
  static KeptLetter find(CheckpointStore store, String pipeline, String id) {
    String prefix = id.toLowerCase(Locale.ROOT);
    if (!prefix.matches("[0-9a-f]{1,32}")) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE, "an id has up to 32 hexadecimal digits, found '" + id + "'");
    }
    List<KeptLetter> found = store.letters(pipeline, LetterFilter.ALL.called(prefix), 0, 2);
    if (found.isEmpty()) {
      throw new CommandFailure(
          ErrorCode.UNKNOWN,
          pipeline
              + " has no dead letter "
              + id
              + "; tidemark dead-letters list "
              + pipeline
              + " --all --state all lists them");
    }
    if (found.size() > 1) {
      throw new CommandFailure(
          ErrorCode.UNKNOWN,
          "several dead letters begin with "
              + id
              + ", "
              + LetterList.brief(found.get(0).id())
              + " and "
              + LetterList.brief(found.get(1).id())
              + " among them; give more of it");
    }
    return found.getFirst();
  }
}
