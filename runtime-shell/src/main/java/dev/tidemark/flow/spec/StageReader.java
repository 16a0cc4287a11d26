package dev.tidemark.flow.spec;

import dev.tidemark.document.Mark;
import dev.tidemark.document.Section;
import dev.tidemark.document.Value;
import dev.tidemark.flow.Node.OnError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one of {@code stages}. */
final class StageReader {
  private static final int MOST_THREADS = 1024;

  private StageReader() {}

  /** The stage; empty when it has no name or type that could be worked with. */
  static Optional<StageSpec> read(Section section) {
    section.require("name", "what the stage is called");
    section.require("type", "what the stage is");
    Optional<String> name = Names.part(section, "name");
    Optional<String> type = section.text("type");
    StageSpec.Wiring wiring =
        new StageSpec.Wiring(
            Names.part(section, "input_queue"), Names.part(section, "output_queue"));
    Optional<StageRole> kind =
        section
            .choice("kind", List.of("source", "transform", "sink"))
            .flatMap(
                word ->
                    Arrays.stream(StageRole.values())
                        .filter(role -> role.label().equals(word))
                        .findFirst());
    OnError onError = section.constant("on_error", OnError.class, "ON_ERROR").orElse(OnError.FAIL);
    StageSpec.Work work =
        new StageSpec.Work(
            section.smallInteger("threads", 1, MOST_THREADS).orElse(1),
            section.integer("rate", 1, Long.MAX_VALUE),
            section.text("plugin"),
            section.smallInteger("realtime_priority", 0, 99));
    Value.Mapping config =
        section.mapping("config").orElse(new Value.Mapping(new Mark("", 0, 0), List.of()));
    section.refuseOthers();
    return name.flatMap(
        named ->
            type.map(
                typed ->
                    new StageSpec(
                        section.path(), named, typed, kind, wiring, config, onError, work)));
  }
}
