package dev.tidemark.cli;

import dev.tidemark.checkpoint.StoreUrl;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;

/** What a command line may ask of shared runners. */
record SharedTerms(FlowGraph flow, StoreLocation location) {

  /** Refuses what several processes can't do together. */
  void require(boolean restart, boolean partly) {
    if (restart) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE,
          "--restart is for one runner: each of several would load again what others have. To load"
              + " again, stop them all and give the flow another name");
    }
    if (partly) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE,
          "--limit and --dry-run are for one runner; tidemark plan shows what several would do");
    }
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SinkNode sink
          && sink.type().guarantee(sink.settings()).level() == Guarantee.Level.AT_LEAST_ONCE
          && !new StoreUrl(location.url()).remote()) {
        throw new CommandFailure(
            ErrorCode.NOT_POSSIBLE,
            ("the target %s leaves its position to the store, so shared runners need a store that"
                    + " they share: --store postgresql://...")
                .formatted(sink.name()));
      }
    }
  }
}
