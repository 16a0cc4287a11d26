package dev.tidemark.flow.spec;

import dev.tidemark.document.Conversion;
import dev.tidemark.document.KeyPath;
import dev.tidemark.document.Section;
import dev.tidemark.document.Value;
import dev.tidemark.flow.spec.KubernetesOptions.Concurrency;
import dev.tidemark.flow.spec.KubernetesOptions.Cron;
import dev.tidemark.flow.spec.KubernetesOptions.Workload;
import dev.tidemark.flow.spec.KubernetesSpec.PullPolicy;
import dev.tidemark.flow.spec.KubernetesSpec.RestartPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code kubernetes} and {@code kubernetes_options}. */
final class KubernetesReader {
  private static final int MOST_PROCESSORS = 4096;

  private KubernetesReader() {}

  static KubernetesSpec read(Section root) {
    Section section = ObservabilityReader.inner(root, "kubernetes");
    Section resources = ObservabilityReader.inner(section, "resources");
    KubernetesSpec spec =
        new KubernetesSpec(
            section.text("image"),
            section
                .constant("image_pull_policy", PullPolicy.class, "IMAGE_PULL_POLICY")
                .orElse(PullPolicy.UNSPECIFIED),
            section
                .constant("restart_policy", RestartPolicy.class, "RESTART_POLICY")
                .orElse(RestartPolicy.UNSPECIFIED),
            pinning(section),
            new KubernetesSpec.Resources(
                resources.smallInteger("cpu_cores", 0, MOST_PROCESSORS),
                resources.integer("memory_mb", 0, Long.MAX_VALUE),
                resources.text("profile")));
    resources.refuseOthers();
    section.refuseOthers();
    return spec;
  }

  /** Stage to processors, each a list or a mapping with the list under {@code cpu}. */
  private static Map<String, List<Integer>> pinning(Section section) {
    Map<String, List<Integer>> pinning = new LinkedHashMap<>();
    String path = section.path("cpu_pinning");
    section
        .mapping("cpu_pinning")
        .ifPresent(
            mapping ->
                mapping
                    .entries()
                    .forEach(
                        entry ->
                            pinning.put(
                                entry.key(),
                                processors(
                                    section, entry.value(), KeyPath.key(path, entry.key())))));
    return Collections.unmodifiableMap(pinning);
  }

  private static List<Integer> processors(Section section, Value value, String path) {
    Conversion conversion = new Conversion(section.findings());
    if (value instanceof Value.Mapping mapping) {
      Section inner = new Section(mapping, path, conversion);
      List<Integer> processors =
          inner
              .value("cpu")
              .map(cpu -> processors(section, cpu, inner.path("cpu")))
              .orElse(List.of());
      inner.refuseOthers();
      return processors;
    }
    List<Value> items = conversion.items(value, path).orElse(List.of());
    List<Integer> processors = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      conversion
          .integer(items.get(i), KeyPath.item(path, i), 0, MOST_PROCESSORS)
          .ifPresent(number -> processors.add(number.intValue()));
    }
    return List.copyOf(processors);
  }

  static KubernetesOptions options(Section root) {
    Section section = ObservabilityReader.inner(root, "kubernetes_options");
    KubernetesOptions options =
        new KubernetesOptions(
            section.textMap("pod_labels"),
            section.textMap("pod_annotations"),
            section.text("service_account_name"),
            section.texts("image_pull_secrets"),
            section.text("runtime_class_name"),
            section
                .constant("streaming_workload_kind", Workload.class, "STREAMING_WORKLOAD_KIND")
                .orElse(Workload.UNSPECIFIED),
            section.section("cron").map(KubernetesReader::cron));
    section.refuseOthers();
    return options;
  }

  private static Cron cron(Section section) {
    Cron cron =
        new Cron(
            section.text("schedule"),
            section.text("time_zone"),
            section.flag("suspend"),
            section.integer("starting_deadline_seconds", 0, Long.MAX_VALUE),
            section
                .constant("concurrency_policy", Concurrency.class, "CONCURRENCY_POLICY")
                .orElse(Concurrency.UNSPECIFIED),
            section.smallInteger("successful_jobs_history_limit", 0, Integer.MAX_VALUE),
            section.smallInteger("failed_jobs_history_limit", 0, Integer.MAX_VALUE));
    section.refuseOthers();
    return cron;
  }
}
