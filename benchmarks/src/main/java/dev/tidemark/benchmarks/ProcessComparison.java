package dev.tidemark.benchmarks;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link ProcessBenchmark} and prints what the core costs, as a ratio to the yardstick. */
public final class ProcessComparison {
  private ProcessComparison() {}

  /**
   * Runs it.
   *
   * @param arguments JMH's own, such as {@code -f 1 -wi 2 -i 3} for a brief run or {@code -prof gc}
   */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    CommandLineOptions given = new CommandLineOptions(arguments);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(given)
            .include(ProcessBenchmark.class.getSimpleName())
            .jvmArgs("-Xms1g", "-Xmx1g");
    if (!given.getWarmupTime().hasValue()) {
      options.warmupTime(TimeValue.seconds(1));
    }
    if (!given.getMeasurementTime().hasValue()) {
      options.measurementTime(TimeValue.seconds(1));
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    Map<String, Map<String, Double>> table =
        List.ofAll(results)
            .groupBy(ProcessComparison::row)
            .mapValues(row -> HashMap.ofEntries(row.map(ProcessComparison::cell)));
    System.out.println();
    System.out.println("retained keys | batches before | mutable ns | core ns | ratio");
    for (String row : table.keySet().toList().sorted()) {
      double mutable = table.get(row).get().get("mutable").getOrElse(Double.NaN);
      double core = table.get(row).get().get("persistent").getOrElse(Double.NaN);
      System.out.printf("%s | %10.0f | %7.0f | %5.2f%n", row, mutable, core, core / mutable);
    }
  }

  private static String row(RunResult result) {
    long keys = Long.parseLong(result.getParams().getParam("keys"));
    long history = Long.parseLong(result.getParams().getParam("history"));
    return "%,13d | %,14d".formatted(keys, Math.max(history, 2 * keys));
  }

  private static Tuple2<String, Double> cell(RunResult result) {
    return Tuple.of(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore());
  }
}
