package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.engine.ReplayResult;
import dev.tidemark.engine.ReplayTally;
import dev.tidemark.engine.ReplayTally.Fate;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of a replay.
 *
 * @param named the flow, as on the command line
 */
record ReplayReport(FlowGraph flow, String named, ReplayResult result, boolean dryRun) {

  private static final int SHOWN_REASONS = 5;

  int exitCode() {
    return failure().map(Failure::exitCode).orElse(ExitCode.OK);
  }

  /** Why it stopped, or came to its end with letters left. */
  Optional<Failure> failure() {
    return switch (result) {
      case ReplayResult.Held held -> Optional.of(Failure.of(ErrorCode.OWNED, held(held)));
      case ReplayResult.Failed failed ->
          Optional.of(new Failure(ErrorCode.of(failed.fault()), exitCode(failed), why(failed)));
      case ReplayResult.Ended ended -> remaining(ended.tally());
    };
  }

  private static int exitCode(ReplayResult.Failed failed) {
    return switch (failed.why()) {
      case WRONG -> ExitCode.WRONG;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case LOST -> ExitCode.OWNED;
      case BROKEN -> ExitCode.FAILED;
    };
  }

  private static Optional<Failure> remaining(ReplayTally tally) {
    long left = tally.count(Fate.IMPOSSIBLE) + tally.count(Fate.NOT_YET);
    return left == 0
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                ErrorCode.LETTERS_REMAIN,
                Wording.count(left, "dead letter") + " can't be replayed, or not yet"));
  }

  /** What was done goes to standard output, why it stopped to standard error. */
  void print(Surroundings in, boolean json) {
    if (json) {
      in.out().println(json());
    } else {
      tally().ifPresent(tally -> lines(tally).forEach(in.out()::println));
    }
    in.out().flush();
    failure().ifPresent(failure -> failure.print(in));
  }

  private Optional<ReplayTally> tally() {
    return switch (result) {
      case ReplayResult.Held held -> Optional.empty();
      case ReplayResult.Failed failed -> Optional.of(failed.tally());
      case ReplayResult.Ended ended -> Optional.of(ended.tally());
    };
  }

  private String held(ReplayResult.Held held) {
    return "%s is run by %s since %s; stop it, or wait for its end"
        .formatted(flow.name(), held.holder().description(), held.holder().since());
  }

  private String why(ReplayResult.Failed failed) {
    return failed.why() == ReplayResult.Why.LOST
        ? "another runner has taken " + flow.name() + " over: " + failed.reason()
        : failed.reason() + "; what was done is done, and the same command goes on from there";
  }

  private List<String> lines(ReplayTally tally) {
    List<String> lines = new ArrayList<>();
    if (tally.all() == 0 && result instanceof ReplayResult.Ended) {
      lines.add(flow.name() + ": no dead letter is waiting, of those that were asked for");
      return lines;
    }
    lines.add(flow.name() + ": " + counts(tally) + (dryRun ? "; nothing was done" : ""));
    for (Fate fate : List.of(Fate.REFUSED, Fate.SUPERSEDED, Fate.NOT_YET, Fate.IMPOSSIBLE)) {
      lines.addAll(reasons(tally, fate));
    }
    if (tally.count(Fate.SUPERSEDED) > 0 && !dryRun) {
      lines.add("  where a row may be newer, --force writes the record nevertheless");
    }
    if (tally.count(Fate.REPLAYED) > 0 && !repeating().isEmpty()) {
      lines.add(
          "  " + repeating() + " only promises at least once: a replay that is cut short repeats");
    }
    return lines;
  }

  private String counts(ReplayTally tally) {
    List<String> counts = new ArrayList<>();
    counts.add(
        Wording.count(tally.count(Fate.REPLAYED), "dead letter")
            + (dryRun ? " would be replayed" : " replayed"));
    add(counts, tally, Fate.SKIPPED, "there already");
    add(counts, tally, Fate.REFUSED, "refused again");
    add(counts, tally, Fate.SUPERSEDED, "superseded");
    add(counts, tally, Fate.NOT_YET, "not yet to be replayed");
    add(counts, tally, Fate.IMPOSSIBLE, "not possible to replay");
    return String.join(", ", counts);
  }

  private static void add(List<String> counts, ReplayTally tally, Fate fate, String words) {
    if (tally.count(fate) > 0) {
      counts.add(Wording.count(tally.count(fate)) + " " + words);
    }
  }

  private static List<String> reasons(ReplayTally tally, Fate fate) {
    List<String> lines = new ArrayList<>();
    Map<String, Long> reasons = tally.reasons(fate);
    reasons.entrySet().stream()
        .limit(SHOWN_REASONS)
        .forEach(
            entry ->
                lines.add(
                    "  "
                        + label(fate)
                        + ", "
                        + Wording.count(entry.getValue())
                        + ": "
                        + entry.getKey()));
    if (reasons.size() > SHOWN_REASONS) {
      lines.add("  " + label(fate) + ", others: see tidemark dead-letters list");
    }
    return lines;
  }

  private static String label(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String repeating() {
    return flow.nodes().stream()
        .filter(node -> node instanceof Node.SinkNode)
        .map(node -> (Node.SinkNode) node)
        .filter(
            sink -> sink.type().guarantee(sink.settings()).level() == Guarantee.Level.AT_LEAST_ONCE)
        .map(Node.SinkNode::name)
        .collect(Collectors.joining(", "));
  }

  private String json() {
    ObjectNode root = Json.object().put("pipeline", flow.name()).put("exit_code", exitCode());
    root.put("dry_run", dryRun);
    tally()
        .ifPresent(
            tally -> {
              for (Fate fate : Fate.values()) {
                root.put(fate.name().toLowerCase(Locale.ROOT), tally.count(fate));
              }
              ArrayNode reasons = root.putArray("reasons");
              for (Fate fate : Fate.values()) {
                tally
                    .reasons(fate)
                    .forEach(
                        (reason, count) ->
                            reasons
                                .addObject()
                                .put("fate", fate.name().toLowerCase(Locale.ROOT))
                                .put("reason", reason)
                                .put("letters", count));
              }
            });
    failure().ifPresent(failure -> root.set("error", failure.json()));
    return Json.text(root);
  }
}
