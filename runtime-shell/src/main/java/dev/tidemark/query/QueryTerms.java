package dev.tidemark.query;

import java.time.Duration;
import java.util.List;

/**
 * What a stage reads of a database, and in which order. Immutable.
 *
 * @param name of the table, or {@code query}: also the partition's name
 * @param what the same with its place, for messages
 * @param order the cursor and the key, as the user named them; just the key for a snapshot, empty
 *     for the table's own
 * @param incremental whether the first of them is a cursor
 * @param overlap how far behind the greatest cursor value rows may still appear
 * @param poll how often a stream looks for new rows; positive
 */
public record QueryTerms(
    String name,
    String what,
    List<String> order,
    boolean incremental,
    Overlap overlap,
    Duration poll) {

  /** Copies the list. */
  public QueryTerms {
    order = List.copyOf(order);
  }

  /** {@code updated_at '2024-05-06', id 17}. */
  static String described(List<String> names, List<Object> place) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < place.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ');
      text.append(KeyValues.shown(place.get(i)));
    }
    return text.toString();
  }
}
