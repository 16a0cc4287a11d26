package dev.tidemark.engine;

import dev.tidemark.flow.Node;
import java.util.List;
import java.util.Map;

/**
 * What a run would have done. Immutable.
 *
 * @param forecast where it would have begun, or why it wouldn't; then the rest is empty
 * @param read how many records of each source were read
 * @param sinks in the flow's order
 * @param bad the first bad records, in the order in which they were met
 * @param badByStage how many each stage refused
 * @param limited whether the limit came before the end
 */
public record Rehearsed(
    Forecast forecast,
    Map<String, Long> read,
    List<SinkRows> sinks,
    List<Bad> bad,
    Map<String, Long> badByStage,
    boolean limited) {

  /**
   * What a sink would have got.
   *
   * @param first the first rows, each as a JSON object
   */
  public record SinkRows(String sink, long rows, List<String> first) {}

  /**
   * A record that a stage can't handle.
   *
   * @param policy what a run would do with it
   * @param place where a person finds it
   */
  public record Bad(String stage, Node.OnError policy, String place, String reason) {}
}
