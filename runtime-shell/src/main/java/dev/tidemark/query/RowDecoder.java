package dev.tidemark.query;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Collects the rows of one batch, each made into values or set aside. Not thread-safe. */
final class RowDecoder {

  private static final int FIRST_CAPACITY = 1024;

  /**
   * How a batch is to be made.
   *
   * @param names of the columns that are selected
   * @param indexes where each column of the schema stands among them
   * @param source what is read, for people
   */
  record Plan(Schema schema, List<String> names, int[] indexes, int maxRecordBytes, String source) {

    /** Whether the columns that are selected are the schema's, in its order. */
    boolean isStraight() {
      return names.size() == indexes.length
          && IntStream.range(0, indexes.length).allMatch(i -> indexes[i] == i);
    }
  }

  private final Plan plan;
  private final boolean straight;
  private final QuerySession session;
  private final ColumnBatchBuilder rows;
  private final List<BadRecord> bad = new ArrayList<>();
  private final List<List<Object>> places = new ArrayList<>();
  private long bytes;

  RowDecoder(Plan plan, QuerySession session) {
    this.plan = plan;
    this.straight = plan.isStraight();
    this.session = session;
    this.rows = new ColumnBatchBuilder(plan.schema(), FIRST_CAPACITY);
  }

  int records() {
    return places.size();
  }

  long bytes() {
    return bytes;
  }

  /** What tells each record apart, in order. */
  List<List<Object>> places() {
    return places;
  }

  /** Takes the current row. */
  void add(Rows current, List<Object> place, Track by) throws SQLException {
    int record = places.size();
    places.add(place);
    long size = straight ? current.give(rows) : Rows.NOT_GIVEN;
    if (size == Rows.NOT_GIVEN || size > plan.maxRecordBytes()) {
      rows.undoRow();
      size = decode(current.row(), record, by);
    } else {
      rows.endRow(record);
    }
    bytes += size + RowBatch.VALUE_BYTES * plan.names().size();
  }

  private long decode(StoredRow stored, int record, Track by) {
    long size = stored.bytes();
    try {
      if (size > plan.maxRecordBytes()) {
        throw new MisfitException(
            "longer than max_record_bytes (" + plan.maxRecordBytes() + "): " + size + " bytes");
      }
      rows.add(values(stored), record);
    } catch (MisfitException misfit) {
      bad.add(
          new BadRecord(
              record,
              misfit.reason(),
              plan.source() + ", " + by.described(places.get(record)),
              stored.payload(plan.names())));
    }
    return size;
  }

  private @Nullable Object[] values(StoredRow stored) throws MisfitException {
    @Nullable Object[] values = new Object[plan.indexes().length];
    for (int i = 0; i < values.length; i++) {
      Column column = plan.schema().column(i);
      Object value = stored.values()[plan.indexes()[i]];
      if (value != null) {
        values[i] = value(column, value);
      } else if (!column.nullable()) {
        throw new MisfitException(
            "column " + column.name() + ": expected " + column.type().text() + ", found NULL");
      }
    }
    return values;
  }

  private Object value(Column column, Object stored) throws MisfitException {
    try {
      if (stored instanceof StoredRow.Unreadable unreadable) {
        throw new MisfitException(unreadable.reason());
      }
      return session.value(column, stored);
    } catch (MisfitException misfit) {
      throw new MisfitException("column " + column.name() + ": " + misfit.reason());
    }
  }

  /** The batch. */
  SourceBatch build(Partition partition, Position from, Position to, Track track) {
    List<List<Object>> all = List.copyOf(places);
    IntFunction<Position> before =
        index ->
            index == 0 ? from : index == all.size() ? to : track.after(from, all.subList(0, index));
    return new SourceBatch(
        partition, from, to, all.size(), rows.build(), before, bad, bytes, Optional.empty());
  }
}
