package dev.tidemark.flow.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a flow asks of a cluster. Without effect in local runs.
 *
 * @param cpuPinning stage to processors
 */
public record KubernetesSpec(
    Optional<String> image,
    PullPolicy imagePullPolicy,
    RestartPolicy restartPolicy,
    Map<String, List<Integer>> cpuPinning,
    Resources resources) {

  /** When to fetch the image. */
  public enum PullPolicy {
    UNSPECIFIED,
    ALWAYS,
    IF_NOT_PRESENT,
    NEVER
  }

  /** When to start a pod again. */
  public enum RestartPolicy {
    UNSPECIFIED,
    ALWAYS,
    ON_FAILURE,
    NEVER
  }

  /** What it needs; memory in decimal megabytes. */
  public record Resources(OptionalInt cpuCores, OptionalLong memoryMb, Optional<String> profile) {}
}
