package dev.tidemark.checkpoint.position;

import static dev.tidemark.checkpoint.position.SinkTables.COMPLETE;
import static dev.tidemark.checkpoint.position.SinkTables.EPOCH;
import static dev.tidemark.checkpoint.position.SinkTables.GENERATION;
import static dev.tidemark.checkpoint.position.SinkTables.OWNER;
import static dev.tidemark.checkpoint.position.SinkTables.PIPELINE;
import static dev.tidemark.checkpoint.position.SinkTables.RESOLVED;
import static dev.tidemark.checkpoint.position.SinkTables.RUN;
import static dev.tidemark.checkpoint.position.SinkTables.SINK;
import static dev.tidemark.checkpoint.position.SinkTables.TARGET;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The books of one transactional sink, in the sink's own database: who may write, which generation
 * its rows belong to, how far each partition is covered, and what was refused.
 *
 * <p>Every operation runs in the transaction that the given {@link DSLContext} is in and never ends
 * it: begin one, call, write the data, commit. On SQLite begin with {@code BEGIN IMMEDIATE}
 * (Delivery 18). After an exception, or {@code false} from {@link #advance}, roll back. Errors of
 * the database come through as jOOQ's {@link org.jooq.exception.DataAccessException}.
 *
 * <p>Immutable, so it may be shared; the {@code DSLContext} is the caller's.
 */
public final class SinkLedger {

  private static final Owner NOBODY = Standing.NONE.owner();

  private static final Comparator<Move> LOCK_ORDER =
      Comparator.comparing(Move::partition).thenComparingInt(Move::lane);

  private final SinkKey key;
  private final SinkTables tables;
  private final PositionRows rows;
  private final DeadLetterRows deadLetters;
  private final AppliedRows applied;

  /** For one sink of one pipeline and its target; touches nothing. */
  public SinkLedger(SinkKey key, SinkTables tables) {
    this.key = key;
    this.tables = tables;
    this.rows = new PositionRows(key, tables);
    this.deadLetters = new DeadLetterRows(key, tables.deadLetters());
    this.applied = new AppliedRows(key, tables.applied());
  }

  /** Creates the tables that are missing. Needed once before any operation that writes. */
  public void createTables(DSLContext sql) {
    tables.create(sql);
  }

  /**
   * What the sink remembers. Writes nothing and creates nothing; without tables, or without a row
   * of this sink, it is {@link Standing#NONE} but for {@code empty}.
   *
   * @param empty whether the target holds no data, as the caller has found
   */
  public Standing inspect(DSLContext sql, boolean empty) {
    return tables.exist(sql) ? standing(sql, empty, false) : nothing(empty);
  }

  /**
   * As {@link #inspect}, but waits until transactions that are changing this sink's rows have ended
   * (Delivery 10); on SQLite it is {@code BEGIN IMMEDIATE} that waits. The tables must exist.
   */
  public Standing lookUp(DSLContext sql, boolean empty) {
    return standing(sql, empty, tables.lockRows());
  }

  /**
   * Makes {@code owner} the only one that may write, and reads where the sink stands (Delivery 16).
   * Again for the same owner is harmless.
   *
   * @throws FencedException when the sink knows a greater epoch, or this one under another id
   */
  public Standing claim(DSLContext sql, Owner owner, boolean empty) {
    sql.insertInto(tables.sinks())
        .columns(PIPELINE, SINK, TARGET, EPOCH, OWNER, GENERATION, RUN, COMPLETE, RESOLVED)
        .values(key.pipeline(), key.sink(), key.target(), 0L, NOBODY.id(), 0L, 0L, false, "")
        .onConflictDoNothing()
        .execute();
    int claimed =
        sql.update(tables.sinks())
            .set(EPOCH, owner.epoch())
            .set(OWNER, owner.id())
            .where(mine())
            .and(EPOCH.lt(owner.epoch()).or(ownedBy(owner)))
            .execute();
    if (claimed == 0) {
      throw fenced(sql, owner);
    }
    rows.claim(sql, owner);
    return standing(sql, empty, false);
  }

  /**
   * Forgets where the sink stands, in the transaction of its claim, since its target is gone: also
   * a runner that comes when the target has been made again must find nothing (Delivery 21). The
   * generation stays, so that the next load is a later one.
   */
  public Standing forget(DSLContext sql, Standing claimed) {
    sql.update(tables.sinks()).set(COMPLETE, false).where(mine()).execute();
    rows.forgetBefore(sql, claimed.generation() + 1);
    applied.forgetBefore(sql, claimed.generation() + 1);
    return claimed.forgotten();
  }

  /**
   * Writes down what a run has decided, before its first read (Delivery 1, 4). Rows that the sink
   * has are left as they are; a greater generation removes those of the older ones and is not
   * complete. Again with the same opening changes nothing.
   *
   * @throws FencedException when the owner has changed
   * @throws IllegalArgumentException when the generation or the run is less than the sink's
   */
  public void open(DSLContext sql, Opening opening) {
    hold(sql, opening.owner());
    Standing before = standing(sql, false, false);
    if (opening.generation() < before.generation() || opening.run() < before.run()) {
      throw new IllegalArgumentException(
          "sink '%s' is at generation %d, run %d; it can't go back to generation %d, run %d"
              .formatted(
                  key.sink(),
                  before.generation(),
                  before.run(),
                  opening.generation(),
                  opening.run()));
    }
    boolean sameLoad = opening.generation() == before.generation();
    sql.update(tables.sinks())
        .set(GENERATION, opening.generation())
        .set(RUN, opening.run())
        .set(RESOLVED, opening.resolved())
        .set(COMPLETE, sameLoad && before.complete())
        .where(mine())
        .execute();
    if (!sameLoad) {
      rows.forgetBefore(sql, opening.generation());
      applied.forgetBefore(sql, opening.generation());
    }
    rows.insertMissing(sql, opening);
  }

  /**
   * Moves the positions, each a compare-and-set of position, epoch and owner (Delivery 9). The
   * first statements of a write: call it before writing the data.
   *
   * @param moves in any order; those of one partition and lane in theirs
   * @return whether all matched. If not: roll back, then {@link #lookUp} tells whether the write
   *     was already done or the caller is fenced
   */
  public boolean advance(DSLContext sql, Owner owner, long generation, List<Move> moves) {
    return inLockOrder(moves).stream().allMatch(move -> rows.advance(sql, owner, generation, move));
  }

  /** What {@link #advance} does, as a statement to be sent for each of {@link #inLockOrder}. */
  public MoveStatement moving(DSLContext sql) {
    return new MoveStatement(key, sql.render(tables.positions()));
  }

  /** In the order in which all who write lock the positions, so that none waits for another. */
  public List<Move> inLockOrder(List<Move> moves) {
    return moves.size() == 1 ? moves : moves.stream().sorted(LOCK_ORDER).toList();
  }

  /**
   * Keeps refused records in the caller's transaction. Those that are there already (same
   * generation, stage, partition, position and ordinal) are left as they are (Delivery 24).
   *
   * @return how many were inserted
   */
  public int keep(DSLContext sql, List<DeadLetter> letters) {
    return letters.stream().mapToInt(letter -> deadLetters.insert(sql, letter)).sum();
  }

  /** The dead letters of a run that this sink keeps; its tables must exist. */
  public List<DeadLetter> deadLetters(DSLContext sql, String runId) {
    return deadLetters.ofRun(sql, runId);
  }

  /**
   * Begins a replay of dead letters: what {@link #advance} is to a delivery (Delivery 25). The
   * first statement of the transaction.
   *
   * @return where the sink stands
   * @throws FencedException when the owner has changed
   */
  public Standing replay(DSLContext sql, Owner owner) {
    hold(sql, owner);
    return standing(sql, false, false);
  }

  /**
   * Writes down, in the data's transaction, that a letter's rows are in the target.
   *
   * @return whether they were not before: else they must not be written again
   */
  public boolean apply(DSLContext sql, long generation, String letter) {
    return applied.insert(sql, generation, letter);
  }

  /** Whether a letter's rows are in the target; the tables must exist. */
  public boolean hasApplied(DSLContext sql, String letter) {
    return applied.contains(sql, letter);
  }

  /**
   * Marks the generation complete, in the transaction that publishes it (Delivery 15). Again is
   * harmless.
   *
   * @throws FencedException when the owner has changed
   */
  public void complete(DSLContext sql, Owner owner) {
    int done =
        sql.update(tables.sinks()).set(COMPLETE, true).where(mine()).and(ownedBy(owner)).execute();
    if (done == 0) {
      throw fenced(sql, owner);
    }
  }

  /** Locks the sink's row until the transaction ends, so that no claim comes in between. */
  private void hold(DSLContext sql, Owner owner) {
    int held =
        sql.update(tables.sinks())
            .set(EPOCH, owner.epoch())
            .where(mine())
            .and(ownedBy(owner))
            .execute();
    if (held == 0) {
      throw fenced(sql, owner);
    }
  }

  private Standing standing(DSLContext sql, boolean empty, boolean locked) {
    var query = sql.selectFrom(tables.sinks()).where(mine());
    Record sink = locked ? query.forUpdate().fetchOne() : query.fetchOne();
    if (sink == null) {
      return nothing(empty);
    }
    Owner owner = new Owner(sink.get(EPOCH), sink.get(OWNER));
    long generation = sink.get(GENERATION);
    Vector<PositionRow> found = rows.of(sql, generation, locked);
    return new Standing(
        owner, generation, sink.get(RUN), sink.get(COMPLETE), sink.get(RESOLVED), empty, found);
  }

  private FencedException fenced(DSLContext sql, Owner wanted) {
    return new FencedException(key, wanted, standing(sql, false, false).owner());
  }

  private static Standing nothing(boolean empty) {
    Standing none = Standing.NONE;
    return new Standing(
        none.owner(),
        none.generation(),
        none.run(),
        none.complete(),
        none.resolved(),
        empty,
        none.rows());
  }

  private Condition mine() {
    return PIPELINE.eq(key.pipeline()).and(SINK.eq(key.sink())).and(TARGET.eq(key.target()));
  }

  private static Condition ownedBy(Owner owner) {
    return EPOCH.eq(owner.epoch()).and(OWNER.eq(owner.id()));
  }
}
