package dev.tidemark.flow.load;

import dev.tidemark.document.Findings;
import dev.tidemark.flow.spec.StageSpec;

/** Asks a connector something, so that a defect of its own is a problem of the flow, too. */
final class Guarded {
  private Guarded() {}

  static void run(StageSpec stage, Findings findings, Runnable question) {
    try {
      question.run();
    } catch (RuntimeException defect) {
      // Its message stays out: nobody has promised that it holds no secret.
      findings.problem(
          stage.path("type"),
          "the type '"
              + stage.type()
              + "' failed while it was checked: "
              + defect.getClass().getName(),
          "this is a defect of the type; please report it to whoever wrote it");
    }
  }
}
