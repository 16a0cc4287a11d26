package dev.tidemark.flow.load;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SourceType;
import dev.tidemark.document.Findings;
import dev.tidemark.flow.spec.FlowSpec;
import java.util.List;
import java.util.function.BiConsumer;

/** Whether the mode fits the sources: a job ends, and a source without end makes a stream. */
final class ModeCheck {
  private final List<Draft> drafts;
  private final Findings findings;

  ModeCheck(List<Draft> drafts, Findings findings) {
    this.drafts = drafts;
    this.findings = findings;
  }

  /** The flow in the mode that it runs in. */
  FlowSpec check(FlowSpec flow) {
    boolean[] stream = {flow.execution().streaming()};
    if (!flow.execution().stated()) {
      eachSource(
          (draft, source) -> {
            if (!stream[0] && source.type().streamsByDefault(source.settings())) {
              findings.warning(
                  draft.spec().path(),
                  "the source '" + draft.name() + "' never ends, so the flow runs until stopped",
                  "say so: execution: { mode: streaming }");
              stream[0] = true;
            }
          });
    }
    if (!stream[0]) {
      eachSource(this::checkBounded);
    }
    return stream[0] == flow.execution().streaming() ? flow : flow.asStream();
  }

  private record Configured(SourceType type, Settings settings) {}

  private void checkBounded(Draft draft, Configured source) {
    if (!source.type().bounded(source.settings(), false)) {
      findings.problem(
          draft.spec().path(),
          "a job must end, but the source '" + draft.name() + "' never does",
          "write execution: { mode: streaming }, or bound the source");
    }
  }

  private void eachSource(BiConsumer<Draft, Configured> task) {
    for (Draft draft : drafts) {
      if (draft.type().orElse(null) instanceof SourceType type && draft.settings().isPresent()) {
        Configured source = new Configured(type, draft.settings().get());
        Guarded.run(draft.spec(), findings, () -> task.accept(draft, source));
      }
    }
  }
}
