package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What an entrant has reached.
 *
 * @param records how many came in, each turn
 * @param turns those that count
 * @param memory the most that the process has had resident, in MB
 */
record Line(Entrant entrant, long records, List<Turn> turns, double memory) {
  /** Records a second: the median of the turns, the least and the most. */
  double rate() {
    return median(turn -> records / turn.seconds());
  }

  double slowest() {
    return turns.stream().mapToDouble(turn -> records / turn.seconds()).min().orElse(0);
  }

  double fastest() {
    return turns.stream().mapToDouble(turn -> records / turn.seconds()).max().orElse(0);
  }

  /** CPU seconds of the process, for a million records. */
  double cpu() {
    return median(turn -> turn.cpu() * 1e6 / records);
  }

  /** CPU seconds of the servers, for a million records. */
  double serverCpu() {
    return median(turn -> turn.serverCpu() * 1e6 / records);
  }

  double heap() {
    return turns.stream().mapToDouble(Turn::heap).max().orElse(0);
  }

  private double median(ToDoubleFunction<Turn> value) {
    double[] sorted = turns.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
