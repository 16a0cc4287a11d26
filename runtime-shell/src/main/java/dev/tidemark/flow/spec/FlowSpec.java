package dev.tidemark.flow.spec;

import dev.tidemark.document.Value;
import dev.tidemark.flow.BatchLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flow as written, with defaults filled in. Immutable.
 *
 * @param name legal, or the nearest thing to it when that has been reported
 * @param version of its text, given by whoever keeps it; 0 when there is none
 * @param connections by name, as written
 * @param env variables for the container that runs the flow; without effect in local runs
 * @param deadLetters where dead letters are copied to, as written
 */
public record FlowSpec(
    String name,
    String description,
    long version,
    ExecutionSpec execution,
    ScheduleSpec schedule,
    Map<String, String> labels,
    BatchLimits batch,
    List<QueueSpec> queues,
    List<StageSpec> stages,
    Value.Mapping connections,
    ObservabilitySpec observability,
    KubernetesSpec kubernetes,
    KubernetesOptions kubernetesOptions,
    Map<String, String> env,
    Optional<Value.Mapping> deadLetters) {
  /** Copies its collections. */
  public FlowSpec {
    queues = List.copyOf(queues);
    stages = List.copyOf(stages);
  }

  /** The same, run until it is stopped. */
  public FlowSpec asStream() {
    return new FlowSpec(
        name,
        description,
        version,
        new ExecutionSpec(true, execution.stated(), execution.shared(), execution.limits()),
        schedule,
        labels,
        batch,
        queues,
        stages,
        connections,
        observability,
        kubernetes,
        kubernetesOptions,
        env,
        deadLetters);
  }
}
