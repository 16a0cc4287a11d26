package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.checkpoint.RunRecord;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Coordinator;
import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Stage;
import dev.tidemark.lifecycle.StageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where pipelines stand, by the store's books. */
record StatusReport(String location, List<PipelineStatus> pipelines) {

  /**
   * One pipeline.
   *
   * @param deadLetters of all runs that are kept
   */
  record PipelineStatus(
      String name,
      SavedPipeline saved,
      Optional<RunRecord> run,
      Optional<LeaseHolder> owner,
      long deadLetters) {

    /** A run that goes on without an owner has crashed, though nobody has written that down. */
    String state() {
      Lifecycle lifecycle = saved.runtime().lifecycle();
      boolean orphaned = lifecycle instanceof Lifecycle.Active && owner.isEmpty();
      return orphaned ? "crashed" : lifecycle.label().toLowerCase(java.util.Locale.ROOT);
    }

    long records(StageKind kind) {
      return saved
          .runtime()
          .pipeline()
          .stages()
          .filter(stage -> stage.kind() == kind)
          .map(Stage::name)
          .map(stage -> run.map(each -> each.records().getOrDefault(stage, 0L)).orElse(0L))
          .sum()
          .longValue();
    }
  }

  static StatusReport of(CheckpointStore store, List<String> names) {
    List<PipelineStatus> all = new ArrayList<>();
    for (String name : names) {
      Optional<RunRecord> run = store.runs(name, 1).stream().findFirst();
      store
          .load(name)
          .ifPresent(
              saved ->
                  all.add(
                      new PipelineStatus(
                          name, saved, run, store.holder(name), store.deadLetters(name))));
    }
    return new StatusReport(store.location(), all);
  }

  List<String> lines(Clock clock, boolean detailed) {
    if (pipelines.isEmpty()) {
      return List.of("nothing has been run yet, says " + location);
    }
    TextTable table =
        new TextTable("PIPELINE", "STATE", "RUN", "STARTED", ">READ", ">WRITTEN", ">DEAD");
    for (PipelineStatus each : pipelines) {
      table.row(
          each.name(),
          each.state(),
          each.run().map(run -> number(each.name(), run.runId())).orElse("-"),
          each.run().map(run -> clock.dateTime(run.startedAt())).orElse("-"),
          Wording.count(each.records(StageKind.SOURCE)),
          Wording.count(each.records(StageKind.SINK)),
          Wording.count(each.deadLetters()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    pipelines.forEach(each -> lines.addAll(remarks(each, clock)));
    if (detailed) {
      pipelines.forEach(each -> lines.addAll(positions(each)));
    }
    lines.add("");
    lines.add(clock.legend() + "; state is kept in " + location);
    return lines;
  }

  /** {@code #3} of {@code orders-3}: the name stands beside it. */
  private static String number(String pipeline, String runId) {
    return runId.startsWith(pipeline + "-") ? "#" + runId.substring(pipeline.length() + 1) : runId;
  }

  private static List<String> remarks(PipelineStatus each, Clock clock) {
    List<String> remarks = new ArrayList<>();
    each.owner()
        .ifPresent(
            owner ->
                remarks.add(
                    each.name()
                        + ": run by "
                        + owner.description()
                        + " since "
                        + clock.dateTime(owner.since())));
    if (each.saved().runtime().lifecycle() instanceof Lifecycle.Halted halted) {
      remarks.add(
          each.name()
              + ": "
              + halted.label().toLowerCase(java.util.Locale.ROOT)
              + ": "
              + halted.reason());
      remarks.add(
          each.name()
              + (Coordinator.resumes(halted)
                  ? ": running it again resumes it"
                  : ": the next run begins from where each target stands"));
    } else if (each.state().equals("crashed") || each.state().equals("failed")) {
      remarks.add(each.name() + ": running it again resumes it");
    }
    return remarks;
  }

  private static List<String> positions(PipelineStatus each) {
    TextTable table = new TextTable("SINK", "PARTITION", "POSITION", ">RECORDS");
    for (BookPosition book : each.saved().positions()) {
      String lane = book.writer().lane() == 0 ? "" : "/" + book.writer().lane();
      table.row(
          book.writer().sink() + lane,
          Wording.brief(book.partition().text()),
          Wording.brief(book.position().text()),
          Wording.count(book.records()));
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines());
    return lines;
  }

  String json() {
    ObjectNode root = Json.object().put("store", location);
    root.set("pipelines", Json.array(pipelines, StatusReport::json));
    return Json.text(root);
  }

  private static ObjectNode json(PipelineStatus each) {
    ObjectNode node = Json.object().put("name", each.name()).put("state", each.state());
    each.run().ifPresent(run -> node.set("run", HistoryReport.json(run, false)));
    each.owner()
        .ifPresent(
            owner ->
                node.putObject("owner")
                    .put("description", owner.description())
                    .put("epoch", owner.owner().epoch())
                    .put("since", owner.since().toString())
                    .put("until", owner.until().toString()));
    node.put("dead_letters", each.deadLetters());
    node.set("positions", Json.array(each.saved().positions(), StatusReport::json));
    return node;
  }

  private static ObjectNode json(BookPosition book) {
    return Json.object()
        .put("sink", book.writer().sink())
        .put("lane", book.writer().lane())
        .put("partition", book.partition().text())
        .put("position", book.position().text())
        .put("generation", book.generation())
        .put("records", book.records());
  }
}
