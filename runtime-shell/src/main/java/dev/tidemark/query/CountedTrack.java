package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Position;
import dev.tidemark.query.SnapshotPlace.Counted;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * All rows of a query that has no key, by counting them: a resume reads those before it again, and
 * fails if they are no longer the same. Not thread-safe.
 */
final class CountedTrack implements Track {

  private static final Counted NOTHING = new Counted(0, 0);

  private final QueryTerms terms;
  private Counted from = NOTHING;
  private Counted at = NOTHING;

  CountedTrack(QueryTerms terms) {
    this.terms = terms;
  }

  @Override
  public List<KeyColumn> keyColumns() {
    return List.of();
  }

  @Override
  public Query query(Position position, Optional<Position> stop) {
    from = counted(position);
    at = NOTHING;
    long most = stop.map(CountedTrack::counted).map(Counted::rows).orElse(0L);
    return new Query("", "", List.of(), most);
  }

  private static Counted counted(Position position) {
    return SnapshotPlace.parse(position) instanceof Counted counted ? counted : NOTHING;
  }

  @Override
  public List<Object> placeOf(Rows current) throws SQLException {
    at = new Counted(at.rows() + 1, current.row().digest(at.digest()));
    return List.of(at.rows(), at.digest());
  }

  @Override
  public boolean wanted(List<Object> place) throws ConnectorException.Terminal {
    long rows = (Long) place.get(0);
    if (rows == from.rows()) {
      check(rows, (Long) place.get(1), from);
    }
    return rows > from.rows();
  }

  @Override
  public String described(List<Object> place) {
    return "row " + place.get(0);
  }

  @Override
  public Position after(Position position, List<List<Object>> places) {
    if (places.isEmpty()) {
      return position;
    }
    List<Object> last = places.get(places.size() - 1);
    return new Counted((Long) last.get(0), (Long) last.get(1)).position();
  }

  @Override
  public void checkStop(Position reached, Position stop) throws ConnectorException.Terminal {
    if (SnapshotPlace.parse(stop) instanceof Counted meant) {
      Counted found = counted(reached);
      check(found.rows(), found.digest(), meant);
    } else if (at.rows() < from.rows()) {
      check(at.rows(), at.digest(), from);
    }
  }

  private void check(long rows, long digest, Counted meant) throws ConnectorException.Terminal {
    if (rows != meant.rows() || digest != meant.digest()) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_CHANGED,
          ("%s no longer has the same first %d rows, so the run can't go on from there; load again"
                  + " with --restart, and give key so that it can next time")
              .formatted(terms.what(), meant.rows()),
          null);
    }
  }
}
