package dev.tidemark.benchmarks.jobs;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Flows of any number of stages and sinks, as text. All read the readings of J5. */
final class GrowthFlows {
  private GrowthFlows() {}

  /** A line of so many sql stages. */
  static String stages(int count, long readings) {
    String stages =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                stage ->
                    """
                      - name: stage-%d
                        type: sql
                        config: { query: 'SELECT id, sensor, "value" + 1 AS "value" FROM input' }
                    """
                        .formatted(stage))
            .collect(Collectors.joining());
    return head(readings) + stages + sink("tally");
  }

  /** So many sinks, each of which gets every record. */
  static String sinks(int count, long readings) {
    String names =
        IntStream.rangeClosed(1, count)
            .mapToObj(sink -> "tally-" + sink)
            .collect(Collectors.joining(", "));
    String sinks =
        IntStream.rangeClosed(1, count)
            .mapToObj(sink -> sink("tally-" + sink))
            .collect(Collectors.joining());
    return head(readings)
        + "  - { name: all, type: broadcast, config: { routes: ["
        + names
        + "] } }\n"
        + sinks;
  }

  /** A checkpoint after every record. */
  static String checkpoints(long readings, String target) {
    return head(readings).replace("stages:", "batch: { records: 1 }\nstages:") + target;
  }

  /** The lines of a file. */
  static String lines(Path file) {
    return linesOf(
        """
          - name: lines
            type: file
            config: { path: %s, format: jsonl, columns: { id: int64 not null, line: text not null } }
        """
            .formatted(file));
  }

  /** What begins with a source of lines. */
  static String linesOf(String source) {
    return "name: growth\nexecution: { mode: job }\nstages:\n" + source;
  }

  private static String head(long readings) {
    return """
    name: growth
    stages:
      - name: readings
        type: readings
        config: { count: %d }
    """
        .formatted(readings);
  }

  private static String sink(String name) {
    return "  - { name: " + name + ", type: tally }\n";
  }
}
