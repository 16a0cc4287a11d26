package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All rows, by a key that tells them apart. Not thread-safe. */
final class SnapshotTrack implements Track {

  private final QueryTerms terms;
  private final List<KeyColumn> columns;
  private List<Object> last = List.of();

  SnapshotTrack(QueryTerms terms, List<KeyColumn> columns) {
    this.terms = terms;
    this.columns = columns;
  }

  @Override
  public List<KeyColumn> keyColumns() {
    return columns;
  }

  @Override
  public Query query(Position from, Optional<Position> stop) {
    List<String> where = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    last = List.of();
    if (SnapshotPlace.parse(from) instanceof SnapshotPlace.After after) {
      where.add(KeyOrder.above(columns, after.key()));
      parameters.addAll(after.key());
    }
    if (stop.map(SnapshotPlace::parse).orElse(SnapshotPlace.END)
        instanceof SnapshotPlace.After until) {
      where.add(KeyOrder.upTo(columns, until.key()));
      parameters.addAll(until.key());
    }
    return new Query(String.join(" AND ", where), KeyOrder.ascending(columns), parameters, 0);
  }

  @Override
  public List<Object> placeOf(Rows current) throws SQLException, ConnectorException.Terminal {
    List<Object> key = current.key();
    if (KeyValues.compare(key, last) == 0) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_DAMAGED,
          "%s has two rows of the same key (%s); name columns in key that tell rows apart"
              .formatted(terms.what(), KeyValues.json(key)),
          null);
    }
    last = key;
    return key;
  }

  @Override
  public boolean wanted(List<Object> place) {
    return true;
  }

  @Override
  public String described(List<Object> place) {
    return QueryTerms.described(KeyColumn.names(columns), place);
  }

  @Override
  public Position after(Position from, List<List<Object>> places) {
    return places.isEmpty()
        ? from
        : new SnapshotPlace.After(places.get(places.size() - 1)).position();
  }
}
