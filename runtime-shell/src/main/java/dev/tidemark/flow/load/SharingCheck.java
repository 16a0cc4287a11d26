package dev.tidemark.flow.load;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SharedSource;
import dev.tidemark.connector.SinkType;
import dev.tidemark.document.Findings;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.flow.spec.StageRole;
import java.util.List;

/** Whether a flow that asks for shared runners can have them (Delivery 19). */
final class SharingCheck {
  private static final String RUNNERS = "execution.runners";
  private static final String SINGLE = "leave runners out, so that one process runs it at a time";

  private final List<Draft> drafts;
  private final Findings findings;

  SharingCheck(List<Draft> drafts, Findings findings) {
    this.drafts = drafts;
    this.findings = findings;
  }

  void check(FlowSpec flow) {
    if (!flow.execution().shared()) {
      return;
    }
    List<Draft> sources =
        drafts.stream().filter(draft -> draft.role() == StageRole.SOURCE).toList();
    if (sources.size() > 1) {
      findings.problem(
          RUNNERS,
          "shared runners take the partitions of one source, and this flow has " + sources.size(),
          SINGLE);
    }
    if (!flow.execution().streaming()) {
      findings.problem(
          RUNNERS,
          "shared runners are for a flow that runs until it is stopped",
          "write mode: streaming, or " + SINGLE);
    }
    for (Draft draft : drafts) {
      draft
          .settings()
          .ifPresent(
              settings -> Guarded.run(draft.spec(), findings, () -> checkStage(draft, settings)));
    }
  }

  private void checkStage(Draft draft, Settings settings) {
    switch (draft.role()) {
      case SOURCE -> checkSource(draft, settings);
      case SINK -> checkSink(draft, settings);
      case TRANSFORM, FORK -> {
        // Rows in, rows out: equal in each process.
      }
    }
  }

  private void checkSource(Draft draft, Settings settings) {
    if (!(draft.type().orElse(null) instanceof SharedSource shared)) {
      findings.problem(
          draft.spec().path("type"),
          "a source of type '%s' can't be shared by several runners".formatted(draft.spec().type()),
          SINGLE);
      return;
    }
    shared
        .sharingProblems(settings)
        .forEach(
            problem ->
                findings.problem(
                    ConfigCheck.settingPath(draft.spec(), problem.setting()),
                    problem.message(),
                    ""));
    if (draft.spec().work().rate().isPresent()) {
      findings.warning(
          draft.spec().path("rate"),
          "with shared runners this is the rate of each partition, not of all together",
          "");
    }
  }

  private void checkSink(Draft draft, Settings settings) {
    if (!(draft.type().orElse(null) instanceof SinkType sink)) {
      return;
    }
    if (!sink.shareable(settings)) {
      findings.problem(
          draft.spec().path("type"),
          "a target of type '%s' belongs to one process, and shared runners are several"
              .formatted(draft.spec().type()),
          "write to a server, or " + SINGLE);
    } else if (sink.guarantee(settings).replaces()) {
      findings.problem(
          ConfigCheck.settingPath(draft.spec(), "mode"),
          "a target that is replaced as a whole can't be shared by several runners",
          "let it append or merge, or " + SINGLE);
    }
  }
}
