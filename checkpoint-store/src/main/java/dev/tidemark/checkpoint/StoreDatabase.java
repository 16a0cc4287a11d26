package dev.tidemark.checkpoint;

import java.time.Instant;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The database under a {@link JooqCheckpointStore}: transactions, its clock, and all that differs
 * from one database to the next. Thread-safe. Errors come out as {@link StoreException}.
 */
interface StoreDatabase extends AutoCloseable {

  /**
   * Runs the work in one transaction that may write, and returns once it is on disk. When the work
   * throws, nothing was changed.
   */
  <T> T write(Function<DSLContext, T> work);

  /** Runs the work on one consistent state, changing nothing. */
  <T> T read(Function<DSLContext, T> work);

  /** The time by the store's clock, inside a transaction. */
  Instant now(DSLContext sql);

  /** Whether the store's schema holds a table of this name. */
  boolean hasTable(DSLContext sql, String name);

  /** Whether somebody's tables are where ours should be. */
  boolean hasTables(DSLContext sql);

  /**
   * Makes this transaction the only one that changes the schema, and sees to it that there is a
   * place for it.
   */
  void reserve(DSLContext sql);

  /** What it calls itself in the names of steps that only it needs. */
  String dialect();

  /** A step of the schema in its own words. */
  String adapted(String step);

  /** Tells living owners from dead ones. */
  Liveness liveness();

  /** Where it is, for people; without secrets. */
  String location();

  @Override
  void close();
}
