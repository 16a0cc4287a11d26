package dev.tidemark.flow;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.TransformType;
import java.util.List;
import java.util.OptionalLong;

/** One stage of a checked flow. Immutable. */
public sealed interface Node {

  /** The stage's name, unique in the flow. */
  String name();

  /** Where its records go: the stages that read what it writes. Empty for a sink. */
  List<String> next();

  /** What becomes of a record that is bad. */
  OnError onError();

  /**
   * Where records come from.
   *
   * @param rate records a second at the most; empty for no bound
   * @param emission to whom
   * @param queueRecords how many records may wait in the queue that it writes
   */
  record SourceNode(
      String name,
      SourceType type,
      Settings settings,
      OnError onError,
      OptionalLong rate,
      Emission emission,
      int queueRecords)
      implements Node {
    @Override
    public List<String> next() {
      return emission.next();
    }
  }

  /**
   * Makes rows of rows.
   *
   * @param threads how many batches may be under way at once in it; at least 1
   */
  record TransformNode(
      String name,
      TransformType type,
      Settings settings,
      OnError onError,
      int threads,
      Emission emission,
      int queueRecords)
      implements Node {
    @Override
    public List<String> next() {
      return emission.next();
    }
  }

  /** A broadcast or a route: hands rows on as they are. */
  record ForkNode(String name, OnError onError, Emission emission) implements Node {
    @Override
    public List<String> next() {
      return emission.next();
    }
  }

  /** Where records go. */
  record SinkNode(String name, SinkType type, Settings settings, OnError onError, int threads)
      implements Node {
    @Override
    public List<String> next() {
      return List.of();
    }
  }

  /** What becomes of a record that is bad, as opposed to a system that is down. */
  enum OnError {
    FAIL,
    DROP,
    DEAD_LETTER;

    /** As written in a flow. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
