package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;

/** A bad record where the stage's policy is to fail. */
final class Refusals {

  private Refusals() {}

  static ConnectorException.Terminal fatal(Chain.Refusal refusal, String place) {
    return new ConnectorException.Terminal(
        Fault.RECORD,
        refusal.stage().name()
            + ": bad record at "
            + place
            + ": "
            + refusal.record().reason()
            + "; mend it, or set on_error to drop or dead_letter",
        null);
  }
}
