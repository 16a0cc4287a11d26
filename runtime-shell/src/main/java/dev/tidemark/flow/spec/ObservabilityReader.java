package dev.tidemark.flow.spec;

import dev.tidemark.document.Conversion;
import dev.tidemark.document.Mark;
import dev.tidemark.document.Section;
import dev.tidemark.document.Value;
import dev.tidemark.flow.spec.ObservabilitySpec.Batching;
import dev.tidemark.flow.spec.ObservabilitySpec.Export;
import dev.tidemark.flow.spec.ObservabilitySpec.Hint;
import dev.tidemark.flow.spec.ObservabilitySpec.Level;
import dev.tidemark.flow.spec.ObservabilitySpec.Processor;
import dev.tidemark.flow.spec.ObservabilitySpec.Transport;
import java.util.List;
import java.util.Optional;

/** Reads {@code observability}. */
final class ObservabilityReader {
  private static final Mark NOWHERE = new Mark("", 0, 0);

  private ObservabilityReader() {}

  static ObservabilitySpec read(Section root) {
    Section section = inner(root, "observability");
    ObservabilitySpec spec =
        new ObservabilitySpec(
            new ObservabilitySpec.Signals(
                section.flag("metrics_enabled"),
                section.flag("tracing_enabled"),
                section.flag("logs_enabled")),
            export(section),
            section.flag("debug"),
            tracing(inner(section, "tracing")),
            metrics(inner(section, "metrics")),
            logging(inner(section, "logging")));
    section.refuseOthers();
    return spec;
  }

  /** A section, empty when it was left out. */
  static Section inner(Section outer, String name) {
    return outer
        .section(name)
        .orElseGet(
            () ->
                new Section(
                    new Value.Mapping(NOWHERE, List.of()),
                    outer.path(name),
                    new Conversion(outer.findings())));
  }

  private static Export export(Section section) {
    return new Export(
        section.text("otlp_endpoint"),
        section
            .constant("transport", Transport.class, "OTLP_TRANSPORT")
            .orElse(Transport.UNSPECIFIED));
  }

  private static ObservabilitySpec.Tracing tracing(Section section) {
    ObservabilitySpec.Tracing tracing =
        new ObservabilitySpec.Tracing(
            export(section),
            batching(section, "TRACE_PROCESSOR"),
            section.constant("trace_hint", Hint.class, "TRACE_HINT").orElse(Hint.UNSPECIFIED),
            new ObservabilitySpec.Spans(
                section.flag("stage_spans_enabled"),
                section.flag("queue_spans_enabled"),
                section.flag("record_spans_enabled")),
            section
                .constant("attribute_level", Level.class, "ATTRIBUTES")
                .orElse(Level.UNSPECIFIED),
            section.integer("latency_budget_ms", 0, Integer.MAX_VALUE));
    section.refuseOthers();
    return tracing;
  }

  private static ObservabilitySpec.Metrics metrics(Section section) {
    ObservabilitySpec.Metrics metrics =
        new ObservabilitySpec.Metrics(
            export(section),
            new ObservabilitySpec.MetricGroups(
                wanted(section, "stage_metrics"),
                wanted(section, "queue_metrics"),
                wanted(section, "flow_metrics"),
                wanted(section, "latency_histograms"),
                section.flag("counters_only"),
                wanted(section, "jemalloc_metrics")),
            section.integer("collection_interval_ms", 0, Integer.MAX_VALUE),
            section.integer("min_collection_interval_ms", 0, Integer.MAX_VALUE),
            section.integer("latency_budget_ms", 0, Integer.MAX_VALUE));
    section.refuseOthers();
    return metrics;
  }

  /** Written as {@code ..._enabled}, or the other way round as {@code ..._disabled}. */
  private static Optional<Boolean> wanted(Section section, String group) {
    Optional<Boolean> disabled = section.flag(group + "_disabled").map(found -> !found);
    return section.flag(group + "_enabled").or(() -> disabled);
  }

  private static ObservabilitySpec.Logging logging(Section section) {
    ObservabilitySpec.Logging logging =
        new ObservabilitySpec.Logging(export(section), batching(section, "LOG_PROCESSOR"));
    section.refuseOthers();
    return logging;
  }

  private static Batching batching(Section section, String prefix) {
    Section batch = inner(section, "batch");
    Batching batching =
        new Batching(
            section.constant("processor", Processor.class, prefix).orElse(Processor.UNSPECIFIED),
            batch.smallInteger("max_queue_size", 0, Integer.MAX_VALUE),
            batch.smallInteger("max_export_batch_size", 0, Integer.MAX_VALUE),
            batch.integer("schedule_delay_ms", 0, Integer.MAX_VALUE),
            batch.integer("export_timeout_ms", 0, Integer.MAX_VALUE));
    batch.refuseOthers();
    return batching;
  }
}
