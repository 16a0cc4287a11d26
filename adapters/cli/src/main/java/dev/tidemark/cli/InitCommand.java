package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark init}. */
@Command(
    name = "init",
    description = {
      "Make a working project to start from: a flow, its input, a connection.",
      "Nothing that exists is overwritten."
    },
    footer = {
      "",
      "Example: tidemark init orders",
      "",
      "Exit codes: 0 made, 2 something is in the way; nothing was made then."
    })
final class InitCommand implements Callable<Integer> {

  /** Resources, since a jar's own names can't begin with a dot safely. */
  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("flow.yaml", "flow.yaml");
    FILES.put("orders.jsonl", "orders.jsonl");
    FILES.put("tidemark.toml", "tidemark.toml");
    FILES.put(".gitignore", "gitignore");
    FILES.put("README.md", "README.md");
  }

  private final Surroundings in;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "",
      description = "The folder; made when it isn't there. This one when left out.")
  private String folder = "";

  InitCommand(Surroundings surroundings) {
    this.in = surroundings;
  }

  @Override
  public Integer call() {
    Path target = FlowFile.path(in, folder);
    refuseWhatIsInTheWay(target);
    try {
      Files.createDirectories(target);
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        Files.write(
            target.resolve(file.getKey()), content(file.getValue()), StandardOpenOption.CREATE_NEW);
      }
    } catch (IOException failed) {
      throw new CommandFailure(
          ErrorCode.NOT_ALLOWED, "can't write to " + target + ": " + failed + "; is it yours?");
    }
    steps().forEach(in.out()::println);
    return ExitCode.OK;
  }

  private void refuseWhatIsInTheWay(Path target) {
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new CommandFailure(ErrorCode.NOT_POSSIBLE, target + " is a file, not a folder");
    }
    List<String> there =
        FILES.keySet().stream().filter(name -> Files.exists(target.resolve(name))).toList();
    if (!there.isEmpty()) {
      throw new CommandFailure(
          ErrorCode.NOT_POSSIBLE,
          "in the way, and not to be overwritten: %s in %s; nothing was made"
              .formatted(String.join(", ", there), folder.isEmpty() ? "this folder" : folder));
    }
  }

  private static byte[] content(String resource) throws IOException {
    try (InputStream in = InitCommand.class.getResourceAsStream("init/" + resource)) {
      if (in == null) {
        throw new IOException("the program lacks its own file init/" + resource);
      }
      return in.readAllBytes();
    }
  }

  private List<String> steps() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Made "
            + String.join(", ", FILES.keySet())
            + (folder.isEmpty() ? " here." : " in " + folder + "."));
    lines.add("Next:");
    if (!folder.isEmpty()) {
      lines.add("  cd " + quoted(folder));
    }
    lines.add("  tidemark validate flow.yaml");
    lines.add("  tidemark run flow.yaml");
    lines.add("  tidemark history flow.yaml");
    return lines;
  }

  /** As a shell takes it for one word. */
  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9._/-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
