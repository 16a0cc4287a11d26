package dev.tidemark.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import java.util.List;
import java.util.Objects;

/**
 * How far a snapshot has been read: past a row's key; or, of a query without a key, past so many
 * rows, with a digest of them so that it is noticed when they are no longer the same. Immutable.
 */
sealed interface SnapshotPlace {

  /** The order of all positions of one source. */
  PositionOrder ORDER = (left, right) -> compare(parse(left), parse(right));

  SnapshotPlace START = new Start();
  SnapshotPlace END = new End();

  /** Before the first row. */
  record Start() implements SnapshotPlace {}

  /** After the row of this key. */
  record After(List<Object> key) implements SnapshotPlace {}

  /** After so many rows. */
  record Counted(long rows, long digest) implements SnapshotPlace {}

  /** After the last row, whichever that is. */
  record End() implements SnapshotPlace {}

  private static int compare(SnapshotPlace left, SnapshotPlace right) {
    if (left instanceof After one && right instanceof After other) {
      return KeyValues.compare(one.key(), other.key());
    }
    if (left instanceof Counted one && right instanceof Counted other) {
      return Long.compare(one.rows(), other.rows());
    }
    return Integer.compare(rank(left), rank(right));
  }

  private static int rank(SnapshotPlace place) {
    return switch (place) {
      case Start start -> 0;
      case After after -> 1;
      case Counted counted -> 2;
      case End end -> 3;
    };
  }

  /** For people. */
  default String described() {
    return switch (this) {
      case Start start -> "the first row";
      case After after -> "after " + KeyValues.json(after.key());
      case Counted counted -> "row " + (counted.rows() + 1);
      case End end -> "the end";
    };
  }

  default Position position() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    switch (this) {
      case Start start -> {}
      case After after -> node.set(Json.AFTER, KeyValues.json(after.key()));
      case Counted counted ->
          node.put(Json.ROWS, counted.rows()).put(Json.DIGEST, Long.toHexString(counted.digest()));
      case End end -> node.put(Json.END, true);
    }
    return new Position(node.toString());
  }

  /**
   * Reads what {@link #position} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static SnapshotPlace parse(Position position) {
    try {
      JsonNode node = Objects.requireNonNull(Json.MAPPER.readTree(position.text()));
      if (node.has(Json.AFTER)) {
        return new After(KeyValues.values(node.get(Json.AFTER)));
      }
      if (node.has(Json.ROWS)) {
        long digest = Long.parseUnsignedLong(node.path(Json.DIGEST).asText(), 16);
        return new Counted(node.get(Json.ROWS).asLong(), digest);
      }
      if (node.isObject()) {
        return node.has(Json.END) ? END : START;
      }
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException("not a position of a snapshot", wrong);
    }
    throw new IllegalArgumentException("not a position of a snapshot: " + position.text());
  }

  /** How it is written. */
  final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AFTER = "after";
    private static final String ROWS = "rows";
    private static final String DIGEST = "digest";
    private static final String END = "end";

    private Json() {}
  }
}
