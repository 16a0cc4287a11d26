package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.engine.Survey;
import dev.tidemark.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where sinks stand.
 *
 * @param source who says so, for people
 * @param troubles what couldn't be asked, and why
 */
record PositionsReport(String pipeline, String source, List<Line> places, List<String> troubles) {

  /**
   * A lane of a sink in a partition.
   *
   * @param state how it compares with the source; empty when only the store was asked
   * @param end where the partition ends now
   */
  record Line(
      String sink,
      int lane,
      String partition,
      String position,
      long generation,
      long records,
      long read,
      Optional<Survey.State> state,
      Optional<String> end) {}

  /** As the store has it. */
  static PositionsReport remembered(String pipeline, String store, List<BookPosition> books) {
    List<Line> lines =
        books.stream()
            .map(
                book ->
                    new Line(
                        book.writer().sink(),
                        book.writer().lane(),
                        book.partition().text(),
                        book.position().text(),
                        book.generation(),
                        book.records(),
                        book.read(),
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return new PositionsReport(pipeline, "as remembered by " + store, lines, List.of());
  }

  /** As the targets say. */
  static PositionsReport surveyed(String pipeline, Survey survey) {
    List<Line> lines = new ArrayList<>();
    for (Survey.SinkSurvey sink : survey.sinks()) {
      for (Survey.Place place : sink.places()) {
        lines.add(
            new Line(
                sink.sink(),
                place.lane(),
                place.partition().text(),
                place.position().text(),
                place.begun() ? sink.standing().generation() : 0,
                place.records(),
                place.read(),
                Optional.of(place.state()),
                Optional.ofNullable(survey.bounds().get(place.partition()))
                    .flatMap(bounds -> bounds.end().toJavaOptional())
                    .map(end -> end.text())));
      }
    }
    return new PositionsReport(pipeline, "as the targets say", lines, survey.troubles());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(pipeline + ": " + source);
    if (places.isEmpty()) {
      lines.add("no sink has a position yet");
      return lines;
    }
    boolean compared = places.stream().anyMatch(place -> place.state().isPresent());
    TextTable table =
        compared
            ? new TextTable("SINK", "PARTITION", "POSITION", ">READ", ">WRITTEN", ">LOAD", "SOURCE")
            : new TextTable("SINK", "PARTITION", "POSITION", ">READ", ">WRITTEN", ">LOAD");
    for (Line place : places) {
      List<String> cells = new ArrayList<>();
      cells.add(place.sink() + (place.lane() == 0 ? "" : "/" + place.lane()));
      cells.add(Wording.brief(place.partition()));
      cells.add(Wording.brief(place.position()));
      cells.add(Wording.count(place.read()));
      cells.add(Wording.count(place.records()));
      cells.add(place.generation() == 0 ? "-" : "#" + place.generation());
      place.state().ifPresent(state -> cells.add(state(state, place)));
      table.row(cells.toArray(String[]::new));
    }
    lines.addAll(table.lines());
    return lines;
  }

  /** Why not all could be asked. */
  Optional<Failure> failure() {
    return troubles.isEmpty()
        ? Optional.empty()
        : Optional.of(Failure.of(ErrorCode.NO_ANSWER, String.join("\n", troubles)));
  }

  private static String state(Survey.State state, Line place) {
    return switch (state) {
      case COVERED -> "has all of it";
      case BEHIND -> "behind: it ends at " + Wording.brief(place.end().orElse("?"));
      case OPEN -> "has no end";
      case GONE -> "is not there any more";
      case UNKNOWN -> "doesn't answer";
    };
  }

  String json() {
    ObjectNode root = Json.object().put("pipeline", pipeline);
    root.set("positions", Json.array(places, PositionsReport::json));
    failure().ifPresent(failure -> root.set("error", failure.json()));
    return Json.text(root);
  }

  private static ObjectNode json(Line place) {
    ObjectNode node =
        Json.object()
            .put("sink", place.sink())
            .put("lane", place.lane())
            .put("partition", place.partition())
            .put("position", place.position())
            .put("generation", place.generation())
            .put("read", place.read())
            .put("written", place.records());
    place.state().ifPresent(state -> node.put("state", Wording.label(state)));
    place.end().ifPresent(end -> node.put("end", end));
    return node;
  }
}
