package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.SourceBatch;

/** A bad record where the stage's policy is to fail. */
final class Refusals {

  private Refusals() {}

  static ConnectorException.Terminal fatal(Chain.Refusal refusal, SourceBatch batch) {
    String place =
        refusal.record().place().isEmpty()
            ? batch.partition().text()
                + "@"
                + batch.before().apply(refusal.record().origin()).text()
            : refusal.record().place();
    return new ConnectorException.Terminal(
        refusal.stage().name()
            + ": bad record at "
            + place
            + ": "
            + refusal.record().reason()
            + "; mend it, or set on_error to drop or dead_letter",
        null);
  }
}
