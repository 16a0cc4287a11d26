package dev.tidemark.benchmarks.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.benchmarks.contender.ContenderProcess;
import dev.tidemark.benchmarks.contender.Task;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender's process, which stays over its turns. Not thread-safe. */
final class ContenderJvm implements AutoCloseable {
  private static final String HEAP = "done\theap=";

  private final Process process;
  private final BufferedWriter tasks;
  private final BufferedReader answers;
  private final Path log;

  private ContenderJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.tasks = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /** Starts one; what it prints goes to a log of its own. */
  static ContenderJvm start(Entrant entrant, Places places) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(entrant.options());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + places.work());
    command.addAll(List.of("-cp", places.classPath(entrant.module())));
    command.add(ContenderProcess.class.getName());
    command.add(entrant.type());
    Path log = places.log(entrant);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ContenderJvm(process, log);
  }

  long pid() {
    return process.pid();
  }

  /** Gives it a task, without waiting. */
  void begin(Task task) throws IOException {
    tasks.write(task.line());
    tasks.newLine();
    tasks.flush();
  }

  /**
   * Waits until the task is done.
   *
   * @return the most that was left on the heap by a collection, in MB
   */
  double await() throws IOException {
    String answer = answers.readLine();
    if (answer == null || !answer.startsWith(HEAP)) {
      throw new IOException((answer == null ? "the process has ended" : answer) + "\n" + end(log));
    }
    return Long.parseLong(answer.substring(HEAP.length())) / 1e6;
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** Ends it, at once when it doesn't end by itself. */
  @Override
  public void close() throws IOException {
    try {
      tasks.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
