package dev.tidemark.benchmarks.flows;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Tally;
import dev.tidemark.benchmarks.contender.Task;
import dev.tidemark.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every job, as the flow whose text comes with the task. Each turn is a flow in a folder of its
 * own, so that it begins with an empty store; one that comes again in the same folder is gone on
 * with.
 */
public final class Flows implements Contender {
  private static volatile Tally tally = new Tally(0, 0);

  @Override
  public void run(Task task) throws Exception {
    Path flow = task.work().resolve("flow.yaml");
    Files.writeString(flow, task.text("flow"));
    tally = new Tally(0, 0);
    List<String> line = new ArrayList<>(List.of("run", "--quiet", flow.toString()));
    if (task.settings().containsKey("limit")) {
      line.addAll(List.of("--limit", task.text("limit")));
    }
    int code = Main.run(line.toArray(String[]::new));
    if (code != 0) {
      throw new IOException("the run has ended with exit code " + code);
    }
    if (task.job().equals("J5")) {
      tally.check(task.number("records"));
    } else if (task.settings().containsKey("counted") && tally.count() != task.number("counted")) {
      throw new IllegalStateException("the sink has " + tally);
    }
  }

  /** What the job's sink has counted so far. */
  static void tallied(Tally now) {
    tally = now;
  }
}
