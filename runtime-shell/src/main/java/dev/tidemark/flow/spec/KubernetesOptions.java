package dev.tidemark.flow.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How a flow's pods are made. Without effect in local runs. */
public record KubernetesOptions(
    Map<String, String> podLabels,
    Map<String, String> podAnnotations,
    Optional<String> serviceAccountName,
    List<String> imagePullSecrets,
    Optional<String> runtimeClassName,
    Workload streamingWorkloadKind,
    Optional<Cron> cron) {

  /** What a stream is in the cluster. */
  public enum Workload {
    UNSPECIFIED,
    DEPLOYMENT,
    DAEMONSET
  }

  /** What becomes of a run that is due while another is under way. */
  public enum Concurrency {
    UNSPECIFIED,
    ALLOW,
    FORBID,
    REPLACE
  }

  /** The cluster's own schedule for a job. */
  public record Cron(
      Optional<String> schedule,
      Optional<String> timeZone,
      Optional<Boolean> suspend,
      OptionalLong startingDeadlineSeconds,
      Concurrency concurrencyPolicy,
      OptionalInt successfulJobsHistoryLimit,
      OptionalInt failedJobsHistoryLimit) {}
}
