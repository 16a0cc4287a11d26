package dev.tidemark.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Standing;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a sink keeps under the name of a flow with shared runners, whose slots have names of their
 * own: that it is shared, so that a single runner, which would find no position there, doesn't
 * begin to load again (Delivery 19).
 *
 * @param carried where a single runner had come, before it was shared: there the slots begin
 */
record SharedMark(Map<Partition, Position> carried) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "shared runners\n";

  /** What a sink keeps. */
  String text() {
    Map<String, String> texts = new TreeMap<>();
    carried.forEach((partition, position) -> texts.put(partition.text(), position.text()));
    try {
      return MARK + JSON.writeValueAsString(texts);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts are always JSON", impossible);
    }
  }

  /** The mark of a sink that has one. */
  static Optional<SharedMark> of(Standing standing) {
    String text = standing.resolved();
    if (!text.startsWith(MARK)) {
      return Optional.empty();
    }
    try {
      Map<Partition, Position> carried = new TreeMap<>();
      JSON.readValue(text.substring(MARK.length()), new TypeReference<Map<String, String>>() {})
          .forEach(
              (partition, position) ->
                  carried.put(Partition.parse(partition), new Position(position)));
      return Optional.of(new SharedMark(carried));
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("a sink's mark of shared runners is damaged", damaged);
    }
  }

  /** Why a single runner of this name may not begin, by the store's books. */
  static Optional<Outcome> refusal(String pipeline, CheckpointStore store) {
    String slots = pipeline + "/";
    return store.pipelines().stream().anyMatch(each -> each.startsWith(slots))
        ? Optional.of(new Outcome.Refused(Fault.REPEATS, refusal(pipeline)))
        : Optional.empty();
  }

  /** The same by a sink's books. */
  static Standing requireNone(String pipeline, Standing standing)
      throws ConnectorException.Terminal {
    if (of(standing).isPresent()) {
      throw new ConnectorException.Terminal(Fault.REPEATS, refusal(pipeline), null);
    }
    return standing;
  }

  private static String refusal(String pipeline) {
    return ("%s was run by shared runners, and its positions are kept by partition: one runner"
            + " would load all of it again. Leave execution: { runners: shared } as it was; one"
            + " such runner alone reads all partitions")
        .formatted(pipeline);
  }
}
