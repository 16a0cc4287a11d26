package dev.tidemark.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * How time is dealt with in a PostgreSQL store; tests have other terms.
 *
 * @param clock asked inside a transaction
 * @param patience how long to wait for rows that others have locked; shorter than a lease
 * @param settling how long after a start of the server a lock that is free says nothing: its holder
 *     lost it with its session, and needs a renewal to take it again
 */
record PostgresTerms(Function<DSLContext, Instant> clock, Duration patience, Duration settling) {

  static final PostgresTerms USUAL =
      new PostgresTerms(PostgresTerms::serverClock, Duration.ofSeconds(5), Duration.ofSeconds(5));

  /** The server's own: the same for all runners. */
  private static Instant serverClock(DSLContext sql) {
    return sql.select(DSL.field("clock_timestamp()", OffsetDateTime.class))
        .fetchSingle()
        .value1()
        .toInstant();
  }
}
