package dev.tidemark.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * How far a table has been read by its cursor (Delivery 6): every row up to {@code floor}, and of
 * those above it the ones listed. A row is its cursor's value and its key's. Reading a row makes
 * the cursor greater, or raises the floor, or makes the list longer: so positions that come one
 * after another are totally ordered by the three, and where a row has vanished they still are.
 * Immutable.
 *
 * @param cursor the greatest value read; empty at the start, else one element
 * @param floor no row at or below this is looked at again: a row, or a cursor's value alone, which
 *     comes before its rows; empty at the start
 * @param rows how many are listed
 * @param seen the rows above the floor that were read, sorted
 */
public record IncrementalPlace(
    List<Object> cursor, List<Object> floor, int rows, TreeSet<List<Object>> seen) {

  /** The order of all positions of one source. */
  public static final PositionOrder ORDER = (left, right) -> header(left).compareTo(header(right));

  /** Nothing has been read. */
  public static final IncrementalPlace START =
      new IncrementalPlace(List.of(), List.of(), 0, new TreeSet<>(KeyValues::compare));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CURSOR = "cursor";
  private static final String FLOOR = "after";
  private static final String ROWS = "rows";
  private static final String SEEN = "seen";

  /** Whether a row needs no more reading. */
  public boolean covers(List<Object> row) {
    return KeyValues.compare(row, floor) <= 0 || seen.contains(row);
  }

  private int compareTo(IncrementalPlace other) {
    int byCursor = KeyValues.compare(cursor, other.cursor);
    int byFloor = byCursor != 0 ? byCursor : KeyValues.compare(floor, other.floor);
    return byFloor != 0 ? byFloor : Integer.compare(rows, other.rows);
  }

  /**
   * After more rows.
   *
   * @param more sorted, none of them covered
   * @throws IllegalArgumentException when the cursor's values have no such overlap
   */
  public IncrementalPlace after(List<List<Object>> more, Overlap overlap) {
    if (more.isEmpty()) {
      return this;
    }
    List<Object> last = more.get(more.size() - 1);
    List<Object> greatest = greater(cursor, List.of(last.get(0)));
    List<Object> least =
        greater(floor, overlap.isNone() ? last : List.of(overlap.below(greatest.get(0))));
    TreeSet<List<Object>> listed = new TreeSet<>(KeyValues::compare);
    listed.addAll(seen.tailSet(least, false));
    for (int i = more.size() - 1; i >= 0 && KeyValues.compare(more.get(i), least) > 0; i--) {
      listed.add(more.get(i));
    }
    return new IncrementalPlace(greatest, least, listed.size(), listed);
  }

  private static List<Object> greater(List<Object> left, List<Object> right) {
    return KeyValues.compare(left, right) >= 0 ? left : right;
  }

  /** As it is kept. */
  public Position position() {
    ObjectNode node = JSON.createObjectNode();
    boolean plain = !floor.isEmpty() && !cursor.isEmpty() && floor.size() > 1 && rows == 0;
    if (!cursor.isEmpty() && !(plain && KeyValues.compare(cursor.get(0), floor.get(0)) == 0)) {
      node.set(CURSOR, KeyValues.json(cursor.get(0)));
    }
    if (!floor.isEmpty()) {
      node.set(FLOOR, KeyValues.json(floor));
    }
    if (rows > 0) {
      // The list comes last, so that positions are compared without reading it.
      ArrayNode list = node.put(ROWS, rows).putArray(SEEN);
      seen.forEach(row -> list.add(KeyValues.json(row)));
    }
    return new Position(node.toString());
  }

  /**
   * Reads what {@link #position} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static IncrementalPlace parse(Position position) {
    return read(position, true);
  }

  private static IncrementalPlace header(Position position) {
    return read(position, false);
  }

  private static IncrementalPlace read(Position position, boolean listToo) {
    List<Object> cursor = List.of();
    List<Object> floor = List.of();
    int rows = 0;
    TreeSet<List<Object>> seen = new TreeSet<>(KeyValues::compare);
    try (JsonParser parser = JSON.createParser(position.text())) {
      boolean more = parser.nextToken() == JsonToken.START_OBJECT;
      while (more && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case CURSOR -> cursor = List.of(KeyValues.value(parser.readValueAsTree()));
          case FLOOR -> floor = KeyValues.values(parser.readValueAsTree());
          case ROWS -> rows = parser.getIntValue();
          case SEEN -> {
            if (listToo) {
              JsonNode list = parser.readValueAsTree();
              list.forEach(row -> seen.add(KeyValues.values(row)));
            }
            more = listToo;
          }
          default -> throw new IllegalArgumentException("not a position of a cursor: " + name);
        }
      }
    } catch (IOException wrong) {
      throw new IllegalArgumentException("not a position of a cursor", wrong);
    }
    boolean implied = cursor.isEmpty() && !floor.isEmpty();
    return new IncrementalPlace(implied ? List.of(floor.get(0)) : cursor, floor, rows, seen);
  }

  /** The same with these rows listed too; none of them is at the floor or below. */
  IncrementalPlace listing(Collection<List<Object>> more) {
    TreeSet<List<Object>> listed = new TreeSet<>(seen);
    listed.addAll(more);
    return new IncrementalPlace(cursor, floor, listed.size(), listed);
  }

  /** The greatest row known of, or what is known of it. */
  List<Object> last() {
    return seen.isEmpty() ? floor : greater(floor, seen.last());
  }

  /** How many rows a position lists. */
  static int rowsOf(Position position) {
    return header(position).rows;
  }
}
