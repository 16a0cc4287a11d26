package dev.tidemark.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in a folder, with an environment of which little is this process's own. Immutable.
 *
 * @param folder where commands start
 * @param variables on top of {@code PATH}
 */
record Shell(Path folder, Map<String, String> variables) {

  private static final long PATIENCE_MINUTES = 3;

  /** What a command answered. */
  record Outcome(int exitCode, String out, String err) {
    /** Both outputs, for messages. */
    String all() {
      return "exit code " + exitCode + "\n" + out + err;
    }
  }

  Shell {
    variables = Map.copyOf(variables);
  }

  Shell in(Path other) {
    return new Shell(other, variables);
  }

  Shell with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(variables);
    more.put(name, value.toString());
    return new Shell(folder, more);
  }

  /** Starts a command; its outputs go to these files. */
  Process start(Path out, Path err, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(variables);
    return builder
        .directory(folder.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** Runs a command to its end. */
  Outcome run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    Process process = start(out, err, command);
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end of " + String.join(" ", command));
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Runs a line of POSIX shell to its end. */
  Outcome sh(String line) throws IOException, InterruptedException {
    return run("sh", "-c", line);
  }
}
