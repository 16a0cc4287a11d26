package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** By a cursor, and by a key where that is the same. Not thread-safe. */
final class IncrementalTrack implements Track {

  /** A position lists the rows of the overlap, and is written with every batch. */
  static final int MOST_LISTED = 20_000;

  private final SourceSettings settings;
  private final List<String> columns;
  private IncrementalPlace from = IncrementalPlace.START;
  private Optional<IncrementalPlace> stop = Optional.empty();
  private List<Object> last = List.of();

  IncrementalTrack(SourceSettings settings) {
    this.settings = settings;
    this.columns = settings.order().stream().map(Identifier::quote).toList();
  }

  @Override
  public List<String> keyColumns() {
    return columns;
  }

  @Override
  public Query query(Position fromPosition, Optional<Position> stopPosition) {
    from = IncrementalPlace.parse(fromPosition);
    stop = stopPosition.map(IncrementalPlace::parse);
    last = List.of();
    List<String> where = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    if (!from.floor().isEmpty()) {
      where.add(KeyOrder.above(columns, from.floor()));
      parameters.addAll(from.floor());
    }
    if (stop.isPresent() && !stop.get().cursor().isEmpty()) {
      where.add(columns.get(0) + " COLLATE BINARY <= ?");
      parameters.add(stop.get().cursor().get(0));
    }
    return new Query(String.join(" AND ", where), KeyOrder.ascending(columns), parameters, 0);
  }

  @Override
  public List<Object> placeOf(StoredRow row, List<Object> key) throws ConnectorException.Terminal {
    if (SqlValues.compare(key, last) == 0) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_DAMAGED,
          "%s has two rows of %s: key must tell rows of the same cursor apart"
              .formatted(settings.what(), described(key)),
          null);
    }
    checkOverlap(key.get(0));
    last = key;
    return key;
  }

  @Override
  public boolean wanted(List<Object> place) {
    return !from.covers(place) && stop.map(end -> end.covers(place)).orElse(true);
  }

  @Override
  public Position after(Position position, List<List<Object>> places) {
    return IncrementalPlace.parse(position).after(places, settings.overlap()).position();
  }

  private void checkOverlap(Object cursor) throws ConnectorException.Terminal {
    try {
      Object unused = settings.overlap().below(cursor);
    } catch (IllegalArgumentException wrong) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_DAMAGED,
          "%s: %s is %s: %s"
              .formatted(
                  settings.what(),
                  settings.cursor().orElseThrow(),
                  SqlValues.shown(cursor),
                  wrong.getMessage()),
          wrong);
    }
  }

  @Override
  public void checkKept(Position reached) throws ConnectorException.Terminal {
    if (IncrementalPlace.rowsOf(reached) > MOST_LISTED) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_DAMAGED,
          ("%s has more than %d rows within the overlap, more than a position can list;"
                  + " make overlap smaller")
              .formatted(settings.what(), MOST_LISTED),
          null);
    }
  }

  /**
   * The end of a job that begins behind a position: it lists what is there now, so that a row which
   * appears in the overlap later is found by the next run (Delivery 4, 6).
   */
  Position end(Connection connection, String table, Position known)
      throws SQLException, ConnectorException.Terminal {
    IncrementalPlace at = IncrementalPlace.parse(known);
    String select = "SELECT " + String.join(", ", columns) + " FROM " + table;
    String first = columns.get(0) + " IS NOT NULL";
    Query top = new Query(first, KeyOrder.descending(columns), List.of(), 1);
    List<List<Object>> found = RowPass.keys(connection, select, top, columns.size());
    if (found.isEmpty()) {
      return known;
    }
    checkOverlap(found.get(0).get(0));
    IncrementalPlace topmost = at.after(found, settings.overlap());
    if (settings.overlap().isNone()) {
      return topmost.position();
    }
    List<Object> floor = topmost.floor();
    Query window =
        new Query(
            KeyOrder.above(columns, floor), KeyOrder.ascending(columns), floor, MOST_LISTED + 1L);
    Position end =
        topmost.listing(RowPass.keys(connection, select, window, columns.size())).position();
    checkKept(end);
    return end;
  }

  @Override
  public String described(List<Object> place) {
    return described(settings.order(), place);
  }

  /** {@code updated_at '2024-05-06', id 17}. */
  static String described(List<String> names, List<Object> place) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < place.size(); i++) {
      parts.add(names.get(i) + " " + SqlValues.shown(place.get(i)));
    }
    return String.join(", ", parts);
  }
}
