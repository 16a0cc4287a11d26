package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.engine.Owned;
import dev.tidemark.engine.Reposition;
import dev.tidemark.engine.RepositionChange;
import dev.tidemark.engine.RepositionWish;
import dev.tidemark.engine.RepositionWish.Where;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import java.util.ArrayList;
import java.util.List;

/** {@code tidemark positions --set}: the repair. */
record PositionsSetting(
    Surroundings in, FlowGraph flow, StoreLocation location, boolean confirmed) {

  /** Longer numbers are positions. */
  private static final String NUMBER = "\\d{1,18}";

  private static final Failure UNCONFIRMED =
      Failure.of(ErrorCode.NOT_AGREED, "nothing was changed; --yes does it");

  int apply(List<String> wishes, boolean json) throws InterruptedException {
    List<RepositionWish> parsed = wishes.stream().map(PositionsSetting::wish).toList();
    // What is only shown makes no store.
    boolean kept = confirmed || location.exists(in);
    try (CheckpointStore store = kept ? location.open(in) : StoreLocation.passing().open(in)) {
      Reposition reposition = new Reposition(flow, store, parsed, in.clock().instant());
      return switch (reposition.apply(confirmed)) {
        case Owned.Held<Reposition.Result> held -> throw Owners.refusal(flow.name(), held.holder());
        case Owned.Done<Reposition.Result> done -> report(done.value(), json);
      };
    } catch (ConnectorException failed) {
      throw failure(failed);
    }
  }

  private static CommandFailure failure(ConnectorException failed) {
    int code =
        switch (failed) {
          case ConnectorException.Fenced fenced -> ExitCode.OWNED;
          case ConnectorException.Retryable away -> ExitCode.UNREACHABLE;
          case ConnectorException.OutcomeUnknown away -> ExitCode.UNREACHABLE;
          case ConnectorException.Terminal wrong -> ExitCode.FAILED;
          case ConnectorException.Refused wrong -> ExitCode.FAILED;
        };
    return new CommandFailure(
        new Failure(ErrorCode.of(failed.fault()), code, failed.reason()), false);
  }

  /** {@code SINK=WHERE} or {@code SINK=PARTITION@WHERE}. */
  private static RepositionWish wish(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE,
          "--set: expected SINK=WHERE or SINK=PARTITION@WHERE, was '" + text + "'");
    }
    String sink = text.substring(0, equals).strip();
    String rest = text.substring(equals + 1).strip();
    int at = rest.lastIndexOf('@');
    String partition = at < 0 ? "" : rest.substring(0, at);
    return new RepositionWish(
        sink,
        each -> partition.isEmpty() || means(partition, each),
        partition,
        where(rest.substring(at + 1)));
  }

  private static Where where(String text) {
    if (text.equals("beginning")) {
      return new Where.Beginning();
    }
    if (text.equals("end")) {
      return new Where.End();
    }
    return text.matches(NUMBER)
        ? new Where.After(Long.parseLong(text))
        : new Where.At(new Position(text));
  }

  /** Whole, without its source, as it is shown, or without what makes it unique. */
  private static boolean means(String said, Partition partition) {
    String name = partition.name();
    int mark = name.lastIndexOf('#');
    String plain = mark < 0 ? name : name.substring(0, mark);
    String source = partition.source() + "/";
    return List.of(
            partition.text(),
            name,
            Wording.brief(partition.text()),
            Wording.brief(name),
            source + plain,
            plain)
        .contains(said);
  }

  private int report(Reposition.Result result, boolean json) {
    return switch (result) {
      case Reposition.Result.Refused refused ->
          throw new CommandFailure(
              ErrorCode.NOT_POSSIBLE, refused.reason() + "; nothing was changed");
      case Reposition.Result.Changed changed -> {
        if (json) {
          in.out().println(json(changed));
        } else {
          changed.changes().forEach(each -> lines(each).forEach(in.out()::println));
        }
        if (!changed.done()) {
          throw new CommandFailure(UNCONFIRMED, true);
        }
        if (!json) {
          in.out().println("Done; the next run goes on from there");
        }
        yield ExitCode.OK;
      }
    };
  }

  private static List<String> lines(RepositionChange change) {
    List<String> lines = new ArrayList<>();
    lines.add(change.sink() + ": " + Wording.brief(change.partition().text()));
    lines.add("  from " + place(change.from(), change.recordsFrom()));
    lines.add("  to   " + place(change.to(), change.recordsTo()));
    lines.add("  " + consequence(change));
    return lines;
  }

  private static String place(Position position, long records) {
    return "%s, after %s"
        .formatted(Wording.brief(position.text()), Wording.count(records, "record"));
  }

  private static String consequence(RepositionChange change) {
    long between = change.recordsTo() - change.recordsFrom();
    if (change.replaces()) {
      return "all is loaded again, and replaces what the target holds when it is whole";
    }
    if (between == 0) {
      return "no record lies between: nothing comes again, nothing is skipped";
    }
    String records = Wording.count(Math.abs(between), "record");
    if (between > 0) {
      return records + " will be skipped: this target never gets them";
    }
    return records
        + " will come again"
        + (change.appends()
            ? ": this target appends, so rows that it still holds will be there twice"
            : "");
  }

  private String json(Reposition.Result.Changed changed) {
    ObjectNode root = Json.object().put("pipeline", flow.name()).put("done", changed.done());
    root.set("changes", Json.array(changed.changes(), PositionsSetting::json));
    if (!changed.done()) {
      root.set("error", UNCONFIRMED.json());
    }
    return Json.text(root);
  }

  private static ObjectNode json(RepositionChange change) {
    long between = change.recordsTo() - change.recordsFrom();
    return Json.object()
        .put("sink", change.sink())
        .put("partition", change.partition().text())
        .put("from", change.from().text())
        .put("to", change.to().text())
        .put("records_before_from", change.recordsFrom())
        .put("records_before_to", change.recordsTo())
        .put("come_again", Math.max(0, -between))
        .put("skipped", Math.max(0, between))
        .put("replaces", change.replaces());
  }
}
