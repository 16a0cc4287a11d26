package dev.tidemark.benchmarks.flink;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Reading;
import dev.tidemark.benchmarks.contender.Task;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** J5: chained, so that a record is handed from stage to stage by a call. */
public class EngineAlone implements Contender {
  private final int parallelism;

  /** In one task. */
  public EngineAlone() {
    this(1);
  }

  EngineAlone(int parallelism) {
    this.parallelism = parallelism;
  }

  @Override
  public void run(Task task) throws Exception {
    long records = task.number("records");
    StreamExecutionEnvironment environment = SmallCluster.environment(parallelism);
    environment
        .fromSequence(0, records - 1)
        .map(Reading::numbered)
        .returns(Reading.class)
        .map(Reading::calibrated)
        .returns(Reading.class)
        .filter(Reading::kept)
        .map(Reading::scaled)
        .returns(Reading.class)
        .sinkTo(new CountingSink());
    CountingSink.takeCounted();
    SmallCluster.run(environment);
    CountingSink.takeCounted().check(records);
  }

  /** The same in two tasks, each with half of the records. */
  public static final class InTwoTasks extends EngineAlone {
    public InTwoTasks() {
      super(2);
    }
  }
}
