package dev.tidemark.flow.spec;

import dev.tidemark.document.Conversion;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Mark;
import dev.tidemark.document.Section;
import dev.tidemark.document.Value;
import dev.tidemark.flow.BatchLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads a whole flow. Everything wrong is reported; what can't be used is left out. */
public final class FlowSpecReader {
  private static final int MOST_STAGES = 1_000;
  private static final int MOST_RECORDS = 100_000_000;

  private final Section root;
  private final Findings findings;
  private final String fallbackName;

  private FlowSpecReader(Value.Mapping root, String fallbackName, Findings findings) {
    this.root = new Section(root, "", new Conversion(findings));
    this.findings = findings;
    this.fallbackName = fallbackName;
  }

  /**
   * Reads a flow.
   *
   * @param root variables replaced
   * @param fallbackName for a flow without a name: its file's
   */
  public static FlowSpec read(Value.Mapping root, String fallbackName, Findings findings) {
    return new FlowSpecReader(root, fallbackName, findings).read();
  }

  private FlowSpec read() {
    FlowSpec spec =
        new FlowSpec(
            name(),
            root.text("description").orElse(""),
            root.integer("version", 0, Long.MAX_VALUE).orElse(0),
            ExecutionReader.read(root),
            root.section("schedule").map(ScheduleReader::read).orElse(ScheduleSpec.MANUAL),
            root.textMap("labels"),
            root.section("batch").map(this::batch).orElse(BatchLimits.DEFAULT),
            queues(),
            stages(),
            root.mapping("connections").orElseGet(FlowSpecReader::nothing),
            ObservabilityReader.read(root),
            KubernetesReader.read(root),
            KubernetesReader.options(root),
            root.textMap("env"),
            root.mapping("dead_letters"));
    passOver("runtime", "there is one runtime");
    passOver("image", "it belongs under kubernetes");
    root.refuseOthers();
    return spec;
  }

  /** A key of flow-pipe's older flows. */
  private void passOver(String key, String why) {
    if (root.value(key).isPresent()) {
      findings.warning(key, "has no effect: " + why, "remove it");
    }
  }

  private static Value.Mapping nothing() {
    return new Value.Mapping(new Mark("", 0, 0), List.of());
  }

  private String name() {
    if (root.value("name").isEmpty()) {
      String name = Names.legalised(fallbackName);
      findings.warning(
          "",
          "the flow has no name, so that of its file is taken",
          "write name: " + name + ", or renaming the file makes it another pipeline");
      return name;
    }
    String name = root.text("name").orElse("");
    if (root.text("name").isPresent()) {
      Names.checkFlow(root, name);
    }
    return name.isEmpty() ? Names.legalised(fallbackName) : name;
  }

  private BatchLimits batch(Section section) {
    BatchLimits byDefault = BatchLimits.DEFAULT;
    BatchLimits limits =
        new BatchLimits(
            section.smallInteger("records", 1, MOST_RECORDS).orElse(byDefault.records()),
            section.size("bytes", Long.MAX_VALUE).orElse(byDefault.bytes()),
            section.duration("linger", true).orElse(byDefault.linger()));
    section.refuseOthers();
    return limits;
  }

  private List<QueueSpec> queues() {
    List<QueueSpec> queues = new ArrayList<>();
    root.sections("queues").forEach(section -> QueueReader.read(section).ifPresent(queues::add));
    return unique(queues, QueueSpec::name, QueueSpec::path, "queue");
  }

  private List<StageSpec> stages() {
    if (root.value("stages").isEmpty()) {
      findings.problem("", "'stages' is missing: what the flow consists of", "");
      return List.of();
    }
    List<StageSpec> stages = new ArrayList<>();
    List<Section> sections = root.sections("stages");
    if (sections.size() > MOST_STAGES) {
      findings.problem("stages", "more than " + MOST_STAGES + " stages", "split the flow");
      return List.of();
    }
    sections.forEach(section -> StageReader.read(section).ifPresent(stages::add));
    if (sections.isEmpty() && findings.clean()) {
      findings.problem("stages", "a flow needs at least one source and one sink", "");
    }
    return unique(stages, StageSpec::name, StageSpec::path, "stage");
  }

  private <T> List<T> unique(
      List<T> all, Function<T, String> name, Function<T, String> path, String what) {
    Map<String, T> first = new HashMap<>();
    List<T> unique = new ArrayList<>();
    for (T one : all) {
      T other = first.putIfAbsent(name.apply(one), one);
      if (other == null) {
        unique.add(one);
      } else {
        findings.problem(
            path.apply(one) + ".name",
            "a "
                + what
                + " named '"
                + name.apply(one)
                + "' is there already, at "
                + path.apply(other),
            "give one of them another name");
      }
    }
    return unique;
  }
}
