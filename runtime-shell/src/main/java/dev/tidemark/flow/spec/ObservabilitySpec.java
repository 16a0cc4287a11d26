package dev.tidemark.flow.spec;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a flow wishes to tell of itself. Empty where it says nothing. */
public record ObservabilitySpec(
    Signals signals,
    Export export,
    Optional<Boolean> debug,
    Tracing tracing,
    Metrics metrics,
    Logging logging) {

  /** Which signals are wanted. */
  public record Signals(
      Optional<Boolean> metrics, Optional<Boolean> tracing, Optional<Boolean> logs) {}

  /** Where a signal goes. */
  public record Export(Optional<String> otlpEndpoint, Transport transport) {}

  /** How it goes there. */
  public enum Transport {
    UNSPECIFIED,
    GRPC,
    HTTP
  }

  /** Whether it goes one by one. */
  public enum Processor {
    UNSPECIFIED,
    SIMPLE,
    BATCH
  }

  /** Batches of one signal. */
  public record Batching(
      Processor processor,
      OptionalInt maxQueueSize,
      OptionalInt maxExportBatchSize,
      OptionalLong scheduleDelayMs,
      OptionalLong exportTimeoutMs) {}

  /** Spans. */
  public record Tracing(
      Export export,
      Batching batching,
      Hint hint,
      Spans spans,
      Level attributeLevel,
      OptionalLong latencyBudgetMs) {}

  /** Which spans are wanted. */
  public record Spans(
      Optional<Boolean> stages, Optional<Boolean> queues, Optional<Boolean> records) {}

  /** Whether to sample. */
  public enum Hint {
    UNSPECIFIED,
    DEFAULT,
    ALWAYS,
    NEVER
  }

  /** How much a span tells. */
  public enum Level {
    UNSPECIFIED,
    MINIMAL,
    STANDARD,
    VERBOSE
  }

  /** Numbers. */
  public record Metrics(
      Export export,
      MetricGroups groups,
      OptionalLong collectionIntervalMs,
      OptionalLong minCollectionIntervalMs,
      OptionalLong latencyBudgetMs) {}

  /** Which numbers are wanted. */
  public record MetricGroups(
      Optional<Boolean> stages,
      Optional<Boolean> queues,
      Optional<Boolean> flow,
      Optional<Boolean> latencyHistograms,
      Optional<Boolean> countersOnly,
      Optional<Boolean> jemalloc) {}

  /** Log lines. */
  public record Logging(Export export, Batching batching) {}
}
