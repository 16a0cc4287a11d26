package dev.tidemark.flow.spec;

import dev.tidemark.document.Value;
import dev.tidemark.flow.Node.OnError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A stage as written.
 *
 * @param path where it is written: {@code stages[2]}
 * @param kind whether it is a source or a sink, where its type can be both
 * @param wiring the queues it names
 * @param config as written, variables replaced
 * @param work how it is carried out
 */
public record StageSpec(
    String path,
    String name,
    String type,
    Optional<StageRole> kind,
    Wiring wiring,
    Value.Mapping config,
    OnError onError,
    Work work) {

  /** The path of one of its keys. */
  public String path(String key) {
    return path + "." + key;
  }

  /** The queues that a stage names. */
  public record Wiring(Optional<String> inputQueue, Optional<String> outputQueue) {}

  /**
   * How a stage is carried out.
   *
   * @param threads at least 1
   * @param rate records a second at the most
   * @param plugin a library for the type; without effect in local runs
   * @param realtimePriority of its threads; without effect in local runs
   */
  public record Work(
      int threads, OptionalLong rate, Optional<String> plugin, OptionalInt realtimePriority) {}
}
