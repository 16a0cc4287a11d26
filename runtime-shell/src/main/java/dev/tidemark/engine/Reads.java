package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.flow.BatchLimits;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads within a flow's bounds and each source's rate. Each source's calls come from one thread.
 */
final class Reads {

  private final Map<String, RateLimit> rates = new LinkedHashMap<>();
  private final BatchLimits limits;
  private final int most;

  Reads(FlowGraph flow) {
    limits = flow.batch();
    // A batch larger than the narrowest queue would not fit into it.
    most = Math.max(1, Math.min(limits.records(), Specification.queueRecords(flow)));
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SourceNode source) {
        rates.put(source.name(), new RateLimit(source.rate()));
      }
    }
  }

  Optional<SourceBatch> next(String name, Source source)
      throws ConnectorException, InterruptedException {
    RateLimit rate = rates.get(name);
    if (rate == null) {
      throw new IllegalArgumentException("no source " + name);
    }
    rate.await();
    Optional<SourceBatch> batch =
        source.read(new ReadLimits(rate.records(most), limits.bytes(), limits.linger()));
    batch.ifPresent(read -> rate.took(read.records()));
    return batch;
  }
}
