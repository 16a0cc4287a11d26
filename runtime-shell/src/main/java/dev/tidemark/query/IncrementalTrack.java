package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** By a cursor, and by a key where that is the same. Not thread-safe. */
final class IncrementalTrack implements Track {

  /** A position lists the rows of the overlap, and is written with every batch. */
  static final int MOST_LISTED = 20_000;

  private final QueryTerms terms;
  private final List<KeyColumn> columns;
  private IncrementalPlace from = IncrementalPlace.START;
  private Optional<IncrementalPlace> stop = Optional.empty();
  private List<Object> last = List.of();

  IncrementalTrack(QueryTerms terms, List<KeyColumn> columns) {
    this.terms = terms;
    this.columns = columns;
  }

  @Override
  public List<KeyColumn> keyColumns() {
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
      where.add(KeyOrder.upTo(columns, stop.get().cursor()));
      parameters.addAll(stop.get().cursor());
    }
    return new Query(String.join(" AND ", where), KeyOrder.ascending(columns), parameters, 0);
  }

  @Override
  public List<Object> placeOf(Rows current) throws SQLException, ConnectorException.Terminal {
    List<Object> key = current.key();
    if (KeyValues.compare(key, last) == 0) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_DAMAGED,
          "%s has two rows of %s: key must tell rows of the same cursor apart"
              .formatted(terms.what(), described(key)),
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
    return IncrementalPlace.parse(position).after(places, terms.overlap()).position();
  }

  private void checkOverlap(Object cursor) throws ConnectorException.Terminal {
    try {
      Object unused = terms.overlap().below(cursor);
    } catch (IllegalArgumentException wrong) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_DAMAGED,
          "%s: %s is %s: %s"
              .formatted(
                  terms.what(), columns.get(0).name(), KeyValues.shown(cursor), wrong.getMessage()),
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
              .formatted(terms.what(), MOST_LISTED),
          null);
    }
  }

  /**
   * The end of a job that begins behind a position: it lists what is there now, so that a row which
   * appears in the overlap later is found by the next run (Delivery 4, 6).
   */
  Position end(QuerySession session, Position known) throws SQLException, ConnectorException {
    IncrementalPlace at = IncrementalPlace.parse(known);
    String first = columns.get(0).selected() + " IS NOT NULL";
    Query top = new Query(first, KeyOrder.descending(columns), List.of(), 1);
    List<List<Object>> found = keys(session, top);
    if (found.isEmpty()) {
      return known;
    }
    checkOverlap(found.get(0).get(0));
    IncrementalPlace topmost = at.after(found, terms.overlap());
    if (terms.overlap().isNone()) {
      return topmost.position();
    }
    List<Object> floor = topmost.floor();
    Query window =
        new Query(
            KeyOrder.above(columns, floor), KeyOrder.ascending(columns), floor, MOST_LISTED + 1L);
    Position end = topmost.listing(keys(session, window)).position();
    checkKept(end);
    return end;
  }

  /** Rows without a cursor's or key's value would never be read, and nobody would be told. */
  void refuseNulls(QuerySession session) throws SQLException, ConnectorException {
    Query nulls = new Query(KeyOrder.anyNull(columns), "", List.of(), 1);
    try (Rows rows = session.rows(List.of(), List.of(), nulls)) {
      if (rows.next()) {
        throw new ConnectorException.Terminal(
            ("%s has a row with NULL in %s, which could never be read in order;"
                    + " leave such rows out by a query, or choose another cursor")
                .formatted(terms.what(), String.join(" or ", KeyColumn.names(columns))),
            null);
      }
    }
  }

  /** All rows of a query of keys only, which must be few. */
  private List<List<Object>> keys(QuerySession session, Query query)
      throws SQLException, ConnectorException {
    List<List<Object>> keys = new ArrayList<>();
    try (Rows rows = session.rows(List.of(), columns, query)) {
      while (rows.next()) {
        keys.add(rows.key());
      }
    }
    return keys;
  }

  @Override
  public String described(List<Object> place) {
    return QueryTerms.described(KeyColumn.names(columns), place);
  }
}
