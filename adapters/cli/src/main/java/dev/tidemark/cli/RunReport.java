package dev.tidemark.cli;

import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.Progress;
import dev.tidemark.engine.RunResult;
import dev.tidemark.engine.StageProgress;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.lifecycle.StageKind;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param notes what the story says of this attempt
 * @param stopped the exit code of the signal that stopped it, if one did
 */
record RunReport(FlowGraph flow, Request request, RunResult result, List<Note> notes, int stopped) {

  /** The target of a sink that prints to standard output. */
  private static final String STDOUT = "stdout";

  /**
   * What was asked for.
   *
   * @param flow as on the command line
   * @param store where state is kept, for people
   * @param began when it was asked
   * @param limit why it may have been stopped before its end; empty without a limit
   * @param strict whether dead letters count as a failure
   */
  record Request(String flow, String store, Instant began, String limit, boolean strict) {}

  int exitCode() {
    return failure().map(Failure::exitCode).orElse(ExitCode.OK);
  }

  /** What went wrong, if something did: exactly then is the exit code not 0. */
  Optional<Failure> failure() {
    Optional<Failure> wrong =
        switch (result) {
          case RunResult.Held held -> Optional.of(Failure.of(ErrorCode.OWNED, held(held.holder())));
          case RunResult.Ended ended ->
              Endings.failure(ended.outcome(), flow, stoppedCode(ended.outcome()));
        };
    return wrong.isEmpty() && tooManyLetters()
        ? Optional.of(
            Failure.of(
                ErrorCode.LETTERS_SET_ASIDE,
                Wording.count(letters(), "record")
                    + " set aside, and --fail-on-dead-letters was given"))
        : wrong;
  }

  private int stoppedCode(Outcome outcome) {
    boolean fine =
        outcome instanceof Outcome.Stopped stop
            && (atLimit(stop) || (flow.streaming() && stop.runId().isEmpty()));
    return fine ? ExitCode.OK : stopped;
  }

  /** Whether it stopped where it was asked to, with all that was under way confirmed. */
  boolean atLimit(Outcome.Stopped stop) {
    return !request.limit().isEmpty() && stop.reason().equals("stopped by " + request.limit());
  }

  private boolean tooManyLetters() {
    return request.strict()
        && result instanceof RunResult.Ended ended
        && !(ended.outcome() instanceof Outcome.UpToDate)
        && ended.progress().deadLetters() > 0;
  }

  /**
   * Results go to standard output, unless the records themselves do; what went wrong goes to
   * standard error.
   */
  void print(Surroundings in, boolean json) {
    Instant now = in.clock().instant();
    PrintWriter results = printsRecords() ? in.err() : in.out();
    failure().ifPresent(failure -> failure.print(in));
    if (json) {
      results.println(new RunJson(this).text(now));
    } else {
      lines(now).forEach(line -> shown(line, in.terminal()).forEach(results::println));
    }
    in.out().flush();
    in.err().flush();
  }

  /** For programs a line stays whole. */
  private static List<String> shown(String line, Terminal terminal) {
    return terminal.out() ? TextTable.hanging(line, terminal.columns()) : List.of(line);
  }

  private boolean printsRecords() {
    return flow.nodes().stream()
        .anyMatch(
            node ->
                node instanceof Node.SinkNode sink
                    && sink.type().target(sink.settings()).equals(STDOUT));
  }

  List<String> lines(Instant now) {
    return switch (result) {
      case RunResult.Held held -> List.of();
      case RunResult.Ended ended -> lines(ended.outcome(), ended.progress(), now);
    };
  }

  private String held(LeaseHolder holder) {
    return flow.name()
        + " is run by "
        + holder.description()
        + " since "
        + holder.since()
        + "; --wait waits for it";
  }

  private List<String> lines(Outcome outcome, Progress progress, Instant now) {
    String took = Wording.duration(Duration.between(request.began(), now));
    return switch (outcome) {
      case Outcome.Completed done -> completed(done, progress, took);
      case Outcome.UpToDate nothing -> List.of(upToDate(nothing));
      case Outcome.Failed failed ->
          stoppedShort("Failed " + failed.runId() + " after " + took, progress);
      case Outcome.Stopped signal ->
          signal.runId().isEmpty() ? early() : stopped(signal, progress, took);
      case Outcome.Refused refused -> List.of();
      case Outcome.FlowChanged changed -> List.of();
      case Outcome.Unreachable away -> List.of();
      case Outcome.Lost lost -> List.of();
    };
  }

  private List<String> early() {
    return failure().isPresent() ? List.of() : List.of("Stopped before anything was begun");
  }

  private List<String> completed(Outcome.Completed done, Progress progress, String took) {
    List<String> lines = new ArrayList<>();
    lines.add("Completed " + done.runId() + " in " + took + ": " + counts(progress));
    lines.addAll(story());
    lines.addAll(letters(progress));
    return lines;
  }

  private String upToDate(Outcome.UpToDate nothing) {
    String since = nothing.since().isEmpty() ? "" : " since " + nothing.since();
    return flow.name() + " is up to date" + since + "; --restart loads again";
  }

  private List<String> stoppedShort(String what, Progress progress) {
    List<String> lines = new ArrayList<>();
    lines.add(what + ": " + counts(progress));
    lines.addAll(story());
    lines.addAll(letters(progress));
    lines.add("  to resume: tidemark run " + request.flow());
    return lines;
  }

  private List<String> stopped(Outcome.Stopped stop, Progress progress, String took) {
    if (!atLimit(stop)) {
      return stoppedShort("Stopped " + stop.runId() + " after " + took, progress);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Stopped %s at %s after %s: %s"
            .formatted(stop.runId(), request.limit(), took, counts(progress)));
    lines.addAll(story());
    lines.addAll(letters(progress));
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SinkNode sink && sink.type().guarantee(sink.settings()).replaces()) {
        lines.add(
            "  %s replaces %s as a whole, once the run has come to its end"
                .formatted(sink.name(), target(sink.name())));
      }
    }
    lines.add("  to go on: tidemark run " + request.flow());
    return lines;
  }

  private String counts(Progress progress) {
    String sinks =
        progress.stages().stream()
            .filter(stage -> stage.kind() == StageKind.SINK)
            .map(this::sink)
            .collect(Collectors.joining(", "));
    StringBuilder counts = new StringBuilder();
    counts.append(Wording.count(ProgressText.read(progress), "record")).append(" read; ");
    counts.append(sinks).append("; ");
    counts.append(Wording.count(progress.deadLetters(), "dead letter"));
    if (progress.dropped() > 0) {
      counts.append(", ").append(Wording.count(progress.dropped())).append(" dropped");
    }
    if (progress.retries() > 0) {
      counts.append(", ");
      counts.append(
          progress.retries() == 1 ? "1 retry" : Wording.count(progress.retries()) + " retries");
    }
    return counts.toString();
  }

  private String sink(StageProgress stage) {
    String rows = stage.stage() + " " + Wording.count(stage.records(), "row");
    String target = target(stage.stage());
    return target.isEmpty() ? rows : rows + " (" + target + ")";
  }

  String target(String stage) {
    return flow.node(stage) instanceof Node.SinkNode sink
        ? Wording.target(sink.type().target(sink.settings()))
        : "";
  }

  private List<String> story() {
    return notes.stream()
        .filter(RunReport::worthTelling)
        .map(note -> "  " + note.kind().label() + " " + Wording.brief(note.text()))
        .toList();
  }

  private static boolean worthTelling(Note note) {
    return switch (note.kind()) {
      case RESUMED, ADOPTED, RECONCILED, DRAINED -> true;
      case STARTED, CRASHED, FAILED, RETRIED, COMPLETED, ABANDONED, MOVED -> false;
    };
  }

  private long letters() {
    return result instanceof RunResult.Ended ended ? ended.progress().deadLetters() : 0;
  }

  private List<String> letters(Progress progress) {
    return progress.deadLetters() == 0
        ? List.of()
        : List.of(
            "  records were set aside: tidemark dead-letters list "
                + request.flow()
                + " shows why, and replay puts them back");
  }
}
