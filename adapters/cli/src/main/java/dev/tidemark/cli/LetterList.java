package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterCause;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A pipeline's dead letters, by cause or one by one.
 *
 * @param counts of all letters, by state
 * @param meant how many the question is about
 * @param causes empty when letters are listed one by one
 * @param letters empty when they are listed by cause
 */
record LetterList(
    String pipeline,
    String location,
    Question question,
    Map<LetterState, Long> counts,
    long meant,
    List<LetterCause> causes,
    List<KeptLetter> letters) {

  static final int ID_SHOWN = 12;
  private static final int NARROWEST = 20;

  /**
   * What is asked.
   *
   * @param each whether each letter is a line
   * @param named as the pipeline was named on the command line
   */
  record Question(LetterFilter filter, boolean each, int limit, String named) {}

  static LetterList of(CheckpointStore store, String pipeline, Question question) {
    Map<LetterState, Long> counts = new EnumMap<>(LetterState.class);
    for (LetterState state : LetterState.values()) {
      counts.put(state, store.deadLetters(pipeline, LetterFilter.ALL.in(EnumSet.of(state))));
    }
    LetterFilter filter = question.filter();
    return new LetterList(
        pipeline,
        store.location(),
        question,
        counts,
        store.deadLetters(pipeline, filter),
        question.each() ? List.of() : store.causes(pipeline, filter, question.limit()),
        question.each() ? store.letters(pipeline, filter, 0, question.limit()) : List.of());
  }

  /** The beginning of an id, which tells it apart. */
  static String brief(String id) {
    return id.substring(0, Math.min(ID_SHOWN, id.length()));
  }

  List<String> lines(Clock clock, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(pipeline + ": " + summary() + "; " + clock.legend());
    if (meant == 0) {
      return lines;
    }
    lines.add("");
    TextTable table = question.each() ? each(clock) : byCause(clock);
    table.lines().stream().map(line -> cut(line, columns)).forEach(lines::add);
    long listed =
        question.each() ? letters.size() : causes.stream().mapToLong(LetterCause::letters).sum();
    if (listed < meant) {
      lines.add("and " + Wording.count(meant - listed, "letter") + " more; see --limit");
    }
    lines.add("");
    lines.add("one of them: tidemark dead-letters show " + question.named() + " ID");
    return lines;
  }

  private static String cut(String line, int columns) {
    return Wording.shortened(line, Math.max(NARROWEST, columns));
  }

  private String summary() {
    String others =
        counts.entrySet().stream()
            .filter(entry -> entry.getKey() != LetterState.WAITING && entry.getValue() > 0)
            .map(entry -> ", " + Wording.count(entry.getValue()) + " " + entry.getKey().label())
            .collect(Collectors.joining());
    return Wording.count(counts.getOrDefault(LetterState.WAITING, 0L), "dead letter")
        + " waiting"
        + others;
  }

  private TextTable byCause(Clock clock) {
    TextTable table = new TextTable(">LETTERS", "STAGE", "RUN", "LAST", "STATE", "ID", "REASON");
    for (LetterCause cause : causes) {
      table.row(
          Wording.count(cause.letters()),
          cause.stage(),
          cause.runId(),
          clock.dateTime(cause.to()),
          cause.state().label(),
          brief(cause.first()) + (cause.letters() > 1 ? " ..." : ""),
          oneLine(cause.reason()));
    }
    return table;
  }

  private TextTable each(Clock clock) {
    TextTable table = new TextTable("ID", "STAGE", "RUN", "AT", "STATE", "PLACE", "REASON");
    for (KeptLetter kept : letters) {
      table.row(
          brief(kept.id()),
          kept.letter().stage(),
          kept.letter().runId(),
          clock.dateTime(kept.letter().at()),
          kept.state().label(),
          Wording.brief(kept.letter().place()),
          oneLine(kept.letter().reason()));
    }
    return table;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  String json() {
    ObjectNode root = Json.object().put("pipeline", pipeline).put("store", location);
    ObjectNode states = root.putObject("counts");
    counts.forEach((state, count) -> states.put(state.label(), count));
    root.put("letters_meant", meant);
    if (question.each()) {
      root.set("letters", Json.array(letters, LetterJson::of));
    } else {
      root.set("causes", Json.array(causes, LetterList::json));
    }
    return Json.text(root);
  }

  private static ObjectNode json(LetterCause cause) {
    return Json.object()
        .put("stage", cause.stage())
        .put("run", cause.runId())
        .put("reason", cause.reason())
        .put("state", cause.state().label())
        .put("letters", cause.letters())
        .put("first_id", cause.first())
        .put("first_at", cause.from().toString())
        .put("last_at", cause.to().toString());
  }
}
