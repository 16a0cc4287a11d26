package dev.tidemark.benchmarks;

import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.ProcessResult;
import dev.tidemark.lifecycle.Processed;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One applied batch at a sink that remembers as many keys as it may: the core's {@code process}
 * beside {@link MutableRuntime}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ProcessBenchmark {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LAG = Duration.ofMillis(250);

  /** Keys remembered. */
  @Param({"1000", "100000"})
  public int keys;

  /** Batches processed before the measuring begins; at least twice the keys. */
  @Param({"0", "10000000"})
  public long history;

  private final Option<String> position = Option.some("orders-0=1");
  private String[] ring = new String[0];
  private int next;
  private Instant now = START;
  private Runtime runtime = running(Retention.DEFAULT);
  private MutableRuntime mutable = new MutableRuntime("in", "out", Retention.DEFAULT, START);

  /** Fills both with history. */
  @Setup(Level.Trial)
  public void fill() {
    ring = new String[4 * keys];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = "orders/out/orders-0=" + i * 512L + ".." + (i + 1) * 512L;
    }
    Retention retention = new Retention(keys, Retention.DEFAULT.checkpointsPerStage());
    runtime = running(retention);
    mutable = new MutableRuntime("in", "out", retention, START);
  }

  /** The core. */
  @Benchmark
  public ProcessResult persistent(PersistentHistory filled) {
    return persist();
  }

  /** The yardstick. */
  @Benchmark
  public ProcessResult mutable(MutableHistory filled) {
    return mutate();
  }

  private ProcessResult persist() {
    Processed processed = runtime.process("out", 512, LAG, key(), position, now);
    runtime = processed.runtime();
    return processed.result();
  }

  private ProcessResult mutate() {
    return mutable.process("out", 512, LAG, key(), position, now);
  }

  private String key() {
    next = next + 1 == ring.length ? 0 : next + 1;
    if ((next & 1023) == 0) {
      now = now.plusMillis(1);
    }
    return ring[next];
  }

  private long before() {
    return Math.max(history, 2L * keys);
  }

  private static Runtime running(Retention retention) {
    Pipeline pipeline =
        new Pipeline(
            "orders",
            new Schedule.Manual(),
            List.of(Stage.source("in", "raw"), Stage.sink("out", "raw")));
    return Runtime.of(pipeline)
        .retaining(retention)
        .trigger("benchmark", START)
        .flatMap(triggered -> triggered.start(START))
        .get();
  }

  /** Gives the core its history. */
  @State(Scope.Thread)
  public static class PersistentHistory {
    /** Processes the batches. */
    @Setup(Level.Trial)
    public void fill(ProcessBenchmark benchmark) {
      for (long i = benchmark.before(); i > 0; i--) {
        benchmark.persist();
      }
    }
  }

  /** Gives the yardstick its history. */
  @State(Scope.Thread)
  public static class MutableHistory {
    /** Processes the batches. */
    @Setup(Level.Trial)
    public void fill(ProcessBenchmark benchmark) {
      for (long i = benchmark.before(); i > 0; i--) {
        benchmark.mutate();
      }
    }
  }
}
