package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.record.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The columns of each source: as declared, else as the load has them, else learnt (Delivery 28).
 * Thread-safe.
 */
final class Columns {

  private static final String DECLARED = "columns";

  private final FlowGraph flow;
  private final Stages stages;
  private final Map<String, Schema> schemas = new LinkedHashMap<>();
  private final Map<String, Schema> narrowed = new LinkedHashMap<>();
  private Resolved remembered = Resolved.NOTHING;
  private Map<String, Long> generations = Map.of();

  Columns(FlowGraph flow, Stages stages) {
    this.flow = flow;
    this.stages = stages;
  }

  /** What the store remembers, which goes before what a sink does. */
  synchronized void remember(Resolved resolved) {
    remembered = resolved;
  }

  /** What a sink remembers, where the store has nothing. */
  synchronized void adopt(Resolved resolved) {
    if (remembered.schemas().isEmpty()) {
      remembered = resolved;
    }
  }

  /** Takes note of the loads that the sinks are in. */
  synchronized void enter(Map<String, Long> loads) {
    generations = Map.copyOf(loads);
  }

  /** Decides every source's columns; {@code learn} forgets what was remembered. */
  synchronized void settle(boolean learn) throws ConnectorException, InterruptedException {
    schemas.clear();
    for (Map.Entry<String, Source> source : stages.sources().entrySet()) {
      Schema kept = learn || declared(source.getKey()) ? null : kept(source.getKey());
      schemas.put(source.getKey(), kept == null ? source.getValue().schema() : kept);
    }
  }

  private @org.jspecify.annotations.Nullable Schema kept(String source) {
    return remembered.schemas().get(source);
  }

  private boolean declared(String source) {
    Settings settings = ((Node.SourceNode) flow.node(source)).settings();
    return settings.has(DECLARED);
  }

  /** Leaves out, for reading, what no stage looks at. */
  synchronized void narrow(BiFunction<String, Schema, Schema> needed) {
    narrowed.clear();
    schemas.forEach((source, schema) -> narrowed.put(source, needed.apply(source, schema)));
  }

  synchronized Map<String, Schema> narrowed() {
    return new LinkedHashMap<>(narrowed);
  }

  /** What to read of a source. */
  synchronized Schema of(String source) {
    Schema schema = narrowed.get(source);
    if (schema == null) {
      throw new IllegalStateException("columns of " + source + " are not settled");
    }
    return schema;
  }

  synchronized Map<String, Schema> all() {
    return new LinkedHashMap<>(schemas);
  }

  /** The load that each sink is in. */
  synchronized Map<String, Long> generations() {
    return generations;
  }
}
