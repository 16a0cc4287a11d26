package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterPages;
import dev.tidemark.failure.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark dead-letters export}. */
@Command(
    name = "export",
    description = "Write dead letters as JSON lines, one object each, payload included.",
    footer = {
      "",
      "Example: tidemark dead-letters export orders --out letters.jsonl",
      "",
      "Exit codes: 0 written, 2 no such pipeline or no state found, 3 the state can't be read."
    })
final class ExportLettersCommand implements Callable<Integer> {

  private final Surroundings in;

  @Parameters(paramLabel = "NAME", description = "A pipeline's name, or its flow's file.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; else standard output. A file that is there is replaced.")
  private @Nullable String file;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "waiting",
      description = "waiting (the default), replayed, superseded, reread, or all.")
  private String state = "waiting";

  @Mixin private final LetterFilterOptions filter = new LetterFilterOptions();
  @Mixin private final StoreOption store = new StoreOption();

  ExportLettersCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    LetterFilter meant = filter.in(state);
    return new StoredPipelines(in, store)
        .one(name, (opened, pipeline) -> export(opened, pipeline, meant));
  }

  private int export(CheckpointStore opened, String pipeline, LetterFilter meant) {
    if (file == null) {
      long unused = write(opened, pipeline, meant, in.out());
      return ExitCode.OK;
    }
    Path path = in.folder().resolve(file);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path))) {
      long written = write(opened, pipeline, meant, out);
      if (out.checkError()) {
        throw new CommandFailure(ErrorCode.NO_ANSWER, "can't write to " + path);
      }
      in.err().println(Wording.count(written, "dead letter") + " written to " + path);
      return ExitCode.OK;
    } catch (IOException wrong) {
      throw new CommandFailure(ErrorCode.NOT_ALLOWED, "can't write to " + path + ": " + wrong);
    }
  }

  private static long write(
      CheckpointStore store, String pipeline, LetterFilter meant, PrintWriter out) {
    LetterPages pages = new LetterPages(store, pipeline, meant, Long.MAX_VALUE);
    long written = 0;
    for (List<KeptLetter> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      for (KeptLetter kept : page) {
        out.println(LetterJson.of(kept).toString());
        written++;
      }
      if (out.checkError()) {
        return written;
      }
    }
    return written;
  }
}
