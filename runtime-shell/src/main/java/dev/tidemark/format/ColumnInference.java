package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Columns found out from a sample of records (Delivery 28): in the order of first appearance, each
 * as narrow as the sample allows, all nullable. Not thread-safe.
 */
public interface ColumnInference {

  /**
   * Takes one record into account.
   *
   * @throws MisfitException when it isn't legal; the columns are then as if it hadn't come
   */
  void add(byte[] bytes, int from, int length) throws MisfitException;

  /** The columns so far; none when nothing legal has come. */
  Schema schema();

  /** Column types by name, each widened as values come. */
  final class Columns {
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    private static final class Slot {
      private @Nullable DataType type;
    }

    /** Makes room for a column of this name. */
    void name(String name) {
      slots.computeIfAbsent(name, absent -> new Slot());
    }

    /** Widens the column of this name by a value's type, null for a null. */
    void widen(String name, @Nullable DataType type) {
      Slot slot = slots.computeIfAbsent(name, absent -> new Slot());
      slot.type = InferredType.widened(slot.type, type);
    }

    Schema schema() {
      List<Column> columns = new ArrayList<>();
      slots.forEach(
          (name, slot) -> columns.add(new Column(name, InferredType.settled(slot.type), true)));
      return Schema.of(columns);
    }
  }
}
