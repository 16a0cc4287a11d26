package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes to a {@link Table}, rows and positions at once. */
final class TableSink implements Sink.Transactional {
  private final Table table;

  TableSink(Table table) {
    this.table = table;
  }

  @Override
  public void prepare(Schema schema) {
    table.prepared.add(schema);
  }

  @Override
  public Standing inspect() {
    return table.seen();
  }

  @Override
  public Standing claim(Owner owner) throws ConnectorException {
    synchronized (table) {
      Standing known = table.standing;
      boolean superseded =
          known.owner().epoch() > owner.epoch()
              || (known.owner().epoch() == owner.epoch() && !known.owner().id().equals(owner.id()));
      if (superseded) {
        throw new ConnectorException.Fenced("claimed by " + known.owner());
      }
      table.stand(owner, known.generation(), known.run(), known.complete(), known.rows());
      return table.seen();
    }
  }

  @Override
  public void open(Opening opening) throws ConnectorException {
    synchronized (table) {
      check(opening.owner());
      boolean anew = opening.generation() > table.standing.generation();
      if (anew) {
        table.staged.clear();
      }
      Seq<PositionRow> known = anew ? Vector.empty() : table.standing.rows();
      for (PositionRow row : opening.rows()) {
        boolean there =
            known.exists(
                each -> each.partition().equals(row.partition()) && each.lane() == row.lane());
        known = there ? known : known.append(row);
      }
      table.stand(
          opening.owner(),
          opening.generation(),
          opening.run(),
          !anew && table.standing.complete(),
          known);
      table.resolve(opening.resolved());
    }
  }

  private void check(Owner owner) throws ConnectorException {
    if (!table.standing.owner().equals(owner)) {
      throw new ConnectorException.Fenced("claimed by " + table.standing.owner());
    }
  }

  @Override
  public int write(Delivery delivery) throws ConnectorException, InterruptedException {
    table.everyWrite.run();
    Table.Fault fault = table.faults.poll();
    if (fault != null) {
      fault.before().run();
    }
    int letters = commit(delivery);
    if (fault != null) {
      fault.after().run();
    }
    return letters;
  }

  private int commit(Delivery delivery) throws ConnectorException {
    synchronized (table) {
      check(delivery.owner());
      for (Move move : delivery.moves()) {
        if (!table.stands(move)) {
          throw new ConnectorException.Fenced("not at " + move.from());
        }
      }
      List<@Nullable Object[]> rows = rows(delivery);
      delivery.moves().forEach(table::move);
      (table.replaces ? table.staged : table.rows).addAll(rows);
      table.letters.addAll(delivery.deadLetters());
      table.writes++;
      table.notifyAll();
      return delivery.deadLetters().size();
    }
  }

  private List<@Nullable Object[]> rows(Delivery delivery) throws ConnectorException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (RowBatch batch : delivery.rows()) {
      rows.addAll(accepted(batch));
    }
    return rows;
  }

  private List<@Nullable Object[]> accepted(RowBatch batch) throws ConnectorException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (table.refuses.test(batch.row(i))) {
        throw new ConnectorException.Refused("check constraint", null);
      }
      rows.add(batch.row(i));
    }
    return rows;
  }

  @Override
  public Replayed replay(Replay replay) throws ConnectorException, InterruptedException {
    Table.Fault fault = table.faults.poll();
    if (fault != null) {
      fault.before().run();
    }
    Replayed replayed = apply(replay);
    if (fault != null) {
      fault.after().run();
    }
    return replayed;
  }

  private Replayed apply(Replay replay) throws ConnectorException {
    synchronized (table) {
      check(replay.owner());
      Map<String, Replayed.Effect> effects = new HashMap<>();
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (Replay.Letter letter : replay.letters()) {
        boolean known = table.applied.contains(letter.id());
        effects.put(letter.id(), known ? Replayed.Effect.KNOWN : Replayed.Effect.WRITTEN);
        if (!known) {
          rows.addAll(accepted(letter.rows()));
        }
      }
      table.applied.addAll(effects.keySet());
      table.rows.addAll(rows);
      return new Replayed(effects);
    }
  }

  @Override
  public List<DeadLetter> deadLetters(String runId) {
    synchronized (table) {
      return table.letters.stream().filter(letter -> letter.runId().equals(runId)).toList();
    }
  }

  @Override
  public Standing lookUp() {
    synchronized (table) {
      table.lookUps++;
      return table.seen();
    }
  }

  @Override
  public void finish(Owner owner) throws ConnectorException {
    synchronized (table) {
      check(owner);
      table.finishes++;
      if (table.replaces && !table.standing.complete()) {
        table.rows.clear();
        table.rows.addAll(table.staged);
        table.staged.clear();
      }
      table.stand(
          owner, table.standing.generation(), table.standing.run(), true, table.standing.rows());
    }
  }

  @Override
  public void close() {}
}
