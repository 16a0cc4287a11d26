package dev.tidemark.engine;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.flow.Emission;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowChoice;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.BadValueException;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlExpression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands rows on to the stages behind a stage. Thread-safe. */
interface Fork {

  /** Rows by the stage that they go to, and those that go nowhere. */
  record Split(Map<String, RowBatch> branches, List<BadRecord> bad) {}

  Split split(RowBatch rows, SourceBatch batch, Instant plannedAt);

  static Fork of(String stage, Emission emission, Schema schema) throws InvalidStageException {
    return switch (emission) {
      case Emission.ToOne one -> (rows, batch, at) -> same(List.of(one.stage()), rows);
      case Emission.Broadcast all -> (rows, batch, at) -> same(all.next(), rows);
      case Emission.Shared shared -> (rows, batch, at) -> shared(shared.next(), rows, batch);
      case Emission.ByValue route -> byValue(stage, route, schema);
    };
  }

  private static Split same(List<String> stages, RowBatch rows) {
    Map<String, RowBatch> branches = new LinkedHashMap<>();
    stages.forEach(stage -> branches.put(stage, rows));
    return new Split(branches, List.of());
  }

  /** By position, never by chance: the same stage gets a record again on a replay. */
  private static Split shared(List<String> stages, RowBatch rows, SourceBatch batch) {
    Sorter sorter = new Sorter(stages, rows);
    for (int i = 0; i < rows.size(); i++) {
      sorter.add(stages.get(Spread.ofRecord(batch, rows.origin(i), stages.size())), i);
    }
    return sorter.split(List.of());
  }

  private static Fork byValue(String stage, Emission.ByValue route, Schema schema)
      throws InvalidStageException {
    SqlExpression by;
    try {
      by = SqlExpression.compile(route.by(), schema);
    } catch (InvalidSqlException wrong) {
      String message = wrong.getMessage();
      throw new InvalidStageException("by", message == null ? "not an expression" : message);
    }
    return (rows, batch, at) -> routed(stage, route, by, rows, at);
  }

  private static Split routed(
      String stage, Emission.ByValue route, SqlExpression by, RowBatch rows, Instant at) {
    Sorter sorter = new Sorter(route.next(), rows);
    List<BadRecord> bad = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        String value = by.text(rows, i, at);
        String next = next(route, value);
        if (next == null) {
          bad.add(refused(rows, i, "no route for " + value + " in " + stage + ", and no default"));
        } else {
          sorter.add(next, i);
        }
      } catch (BadValueException failed) {
        bad.add(refused(rows, i, failed.reason()));
      }
    }
    return sorter.split(bad);
  }

  private static @Nullable String next(Emission.ByValue route, @Nullable String value) {
    String known = value == null ? null : route.routes().get(value);
    return known == null ? route.otherwise().orElse(null) : known;
  }

  private static BadRecord refused(RowBatch rows, int index, String reason) {
    return new BadRecord(
        rows.origin(index), reason, "", Payload.of(rows.schema(), rows.row(index)));
  }

  /** Collects rows by stage; a stage without rows gets an empty batch. */
  final class Sorter {

    private final Map<String, RowChoice> choices = new LinkedHashMap<>();

    Sorter(List<String> stages, RowBatch rows) {
      stages.forEach(stage -> choices.put(stage, new RowChoice(rows, rows.size() / stages.size())));
    }

    void add(String stage, int index) {
      RowChoice choice = choices.get(stage);
      if (choice != null) {
        choice.add(index);
      }
    }

    Split split(List<BadRecord> bad) {
      Map<String, RowBatch> branches = new LinkedHashMap<>();
      choices.forEach((stage, choice) -> branches.put(stage, choice.batch()));
      return new Split(branches, bad);
    }
  }
}
