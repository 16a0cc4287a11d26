package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.DESCRIPTION;
import static dev.tidemark.checkpoint.StoreTables.ENTRY;
import static dev.tidemark.checkpoint.StoreTables.EPOCH;
import static dev.tidemark.checkpoint.StoreTables.LEASE;
import static dev.tidemark.checkpoint.StoreTables.OWNER;
import static dev.tidemark.checkpoint.StoreTables.PIPELINE;
import static dev.tidemark.checkpoint.StoreTables.RELEASED;
import static dev.tidemark.checkpoint.StoreTables.SINCE;
import static dev.tidemark.checkpoint.StoreTables.UNTIL;

import dev.tidemark.coordinator.Owner;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** The rows that say who may write. Each check is the first statement of its transaction. */
record LeaseTable(DSLContext sql, String location) {

  /** The last owner and whether it has given up; stays for ever, so that epochs only rise. */
  record Row(LeaseHolder holder, boolean released) {}

  Optional<Row> find(String pipeline) {
    return sql.selectFrom(LEASE).where(PIPELINE.eq(pipeline)).fetchOptional(LeaseTable::row);
  }

  /** Keeps others from granting and writing until the transaction ends. */
  void lock(String pipeline) {
    if (touch(pipeline) == 0) {
      sql.insertInto(LEASE)
          .set(PIPELINE, pipeline)
          .set(EPOCH, 0L)
          .set(OWNER, "")
          .set(DESCRIPTION, "")
          .set(SINCE, Instant.EPOCH.toString())
          .set(UNTIL, Instant.EPOCH.toString())
          .set(RELEASED, true)
          .set(ENTRY, 0L)
          .onConflictDoNothing()
          .execute();
      int unused = touch(pipeline);
    }
  }

  private int touch(String pipeline) {
    return sql.update(LEASE).set(PIPELINE, pipeline).where(PIPELINE.eq(pipeline)).execute();
  }

  void grant(LeaseHolder holder) {
    Map<Field<?>, Object> columns = new LinkedHashMap<>();
    columns.put(EPOCH, holder.owner().epoch());
    columns.put(OWNER, holder.owner().id());
    columns.put(DESCRIPTION, holder.description());
    columns.put(SINCE, holder.since().toString());
    columns.put(UNTIL, holder.until().toString());
    columns.put(RELEASED, false);
    columns.put(ENTRY, 0L);
    sql.insertInto(LEASE)
        .set(PIPELINE, holder.pipeline())
        .set(columns)
        .onConflict(PIPELINE)
        .doUpdate()
        .set(columns)
        .execute();
  }

  /** Refuses, unless the lease is still the pipeline's; keeps it so until the transaction ends. */
  void check(Lease lease) {
    if (sql.update(LEASE).set(RELEASED, false).where(of(lease)).execute() == 0) {
      throw fenced(lease);
    }
  }

  /** As {@link #check}; answers whether the entry is new (else it was saved before). */
  boolean begin(Lease lease, long entry) {
    int begun = sql.update(LEASE).set(ENTRY, entry).where(of(lease)).and(ENTRY.lt(entry)).execute();
    if (begun == 0) {
      check(lease);
    }
    return begun == 1;
  }

  void renew(Lease lease, Instant until) {
    if (sql.update(LEASE).set(UNTIL, until.toString()).where(of(lease)).execute() == 0) {
      throw fenced(lease);
    }
  }

  void raise(Lease lease, long epoch) {
    if (sql.update(LEASE).set(EPOCH, epoch).where(of(lease)).execute() == 0) {
      throw fenced(lease);
    }
  }

  void release(Lease lease) {
    sql.update(LEASE).set(RELEASED, true).where(of(lease)).execute();
  }

  private StoreException fenced(Lease lease) {
    return Fenced.exception(lease, find(lease.pipeline()), location);
  }

  private static Condition of(Lease lease) {
    return PIPELINE
        .eq(lease.pipeline())
        .and(EPOCH.eq(lease.owner().epoch()))
        .and(OWNER.eq(lease.owner().id()))
        .and(RELEASED.eq(false));
  }

  private static Row row(Record row) {
    LeaseHolder holder =
        new LeaseHolder(
            row.get(PIPELINE),
            new Owner(row.get(EPOCH), row.get(OWNER)),
            row.get(DESCRIPTION),
            Instant.parse(row.get(SINCE)),
            Instant.parse(row.get(UNTIL)));
    return new Row(holder, row.get(RELEASED));
  }
}
