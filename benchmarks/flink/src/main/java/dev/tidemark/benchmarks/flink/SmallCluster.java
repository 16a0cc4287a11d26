package dev.tidemark.benchmarks.flink;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A job manager and a task manager in this process, started with the first job and there for all
 * that follow, as a cluster is. For one job at a time.
 */
final class SmallCluster {
  private static final int SLOTS = 2;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  private SmallCluster() {}

  /** Where to define a job: operators are chained and hand the same object on. */
  static StreamExecutionEnvironment environment(int parallelism) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    // A job that fails is told, not begun again.
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(parallelism);
    return environment;
  }

  /** Runs what was defined and waits for its end. */
  static void run(StreamExecutionEnvironment environment) throws Exception {
    StreamGraph graph = environment.getStreamGraph();
    Started.CLUSTER.executeJobBlocking(graph.getJobGraph());
  }

  /** With the first job. */
  private static final class Started {
    static final MiniCluster CLUSTER = start();

    private static MiniCluster start() {
      Configuration settings = new Configuration();
      settings.set(RestOptions.BIND_PORT, "0");
      MiniCluster cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(settings)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(SLOTS)
                  .build());
      try {
        cluster.start();
      } catch (Exception e) {
        throw new IllegalStateException("Flink's cluster can't be started", e);
      }
      return cluster;
    }
  }
}
