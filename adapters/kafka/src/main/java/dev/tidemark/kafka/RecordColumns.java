package dev.tidemark.kafka;

import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the wanted columns come from a record's value, and which beside it.
 *
 * @param wanted the columns of the rows
 * @param value those that come from the value
 * @param valueAt where each of these stands in a row
 * @param metadata what comes beside the value, by column; null for the others
 */
record RecordColumns(Schema wanted, Schema value, int[] valueAt, Metadata[] metadata) {

  /** The one column of a value that is read whole. */
  static Schema single(DataFormat format) {
    return Schema.of(List.of(new Column("value", format.type(), true)));
  }

  /**
   * Sorts the wanted columns.
   *
   * @param withMetadata otherwise all of them are the value's
   */
  @SuppressWarnings("NullAway") // an array that holds nothing for most columns
  static RecordColumns of(Schema wanted, boolean withMetadata) {
    List<Column> value = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    Metadata[] metadata = new Metadata[wanted.size()];
    for (int i = 0; i < wanted.size(); i++) {
      Metadata beside = withMetadata ? Metadata.of(wanted.column(i).name()).orElse(null) : null;
      metadata[i] = beside;
      if (beside == null) {
        value.add(wanted.column(i));
        at.add(i);
      }
    }
    return new RecordColumns(
        wanted, Schema.of(value), at.stream().mapToInt(Integer::intValue).toArray(), metadata);
  }

  /** Whether a row is the value's columns and nothing else. */
  boolean plain() {
    return value.size() == wanted.size();
  }
}
