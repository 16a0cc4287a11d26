package dev.tidemark.engine;

import dev.tidemark.connector.Sink;
import dev.tidemark.connector.Source;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A flow's sources and sinks, opened but not yet touching anything. */
final class Stages {

  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, Sink> sinks = new LinkedHashMap<>();

  private Stages() {}

  static Stages open(FlowGraph flow) {
    Stages stages = new Stages();
    for (Node node : flow.nodes()) {
      switch (node) {
        case Node.SourceNode source ->
            stages.sources.put(
                source.name(),
                source.type().open(Chain.context(flow, source.name(), source.settings())));
        case Node.SinkNode sink ->
            stages.sinks.put(
                sink.name(), sink.type().open(Chain.context(flow, sink.name(), sink.settings())));
        case Node.TransformNode transform -> {}
        case Node.ForkNode fork -> {}
      }
    }
    return stages;
  }

  Source source(String name) {
    Source source = sources.get(name);
    if (source == null) {
      throw new IllegalArgumentException("no source " + name);
    }
    return source;
  }

  Sink sink(String name) {
    Sink sink = sinks.get(name);
    if (sink == null) {
      throw new IllegalArgumentException("no sink " + name);
    }
    return sink;
  }

  /** Lets at most so many records of each source be read from now on. */
  Map<String, BoundedSource> bound(long limit) {
    Map<String, BoundedSource> bounded = new LinkedHashMap<>();
    sources.replaceAll(
        (name, source) -> {
          BoundedSource each = new BoundedSource(source, limit);
          bounded.put(name, each);
          return each;
        });
    return bounded;
  }

  Map<String, Source> sources() {
    return sources;
  }

  void close() {
    sources.forEach((name, source) -> close(name, source::close));
    sinks.forEach((name, sink) -> close(name, sink::close));
  }

  /** One that doesn't close must not keep the others open, nor hide what became of the run. */
  private static void close(String stage, Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException failed) {
      LOG.atWarn().addKeyValue("stage", stage).setCause(failed).log("stage not closed");
    }
  }
}
