package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.LeaseAnswer.Granted;
import dev.tidemark.checkpoint.LeaseAnswer.Held;
import dev.tidemark.checkpoint.Liveness.Hold;
import dev.tidemark.coordinator.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;

/**
 * Who owns what: the lease rows are the fence, and the liveness locks that go with those granted
 * here tell others that we live (Delivery 16, 17). Thread-safe.
 */
final class Leases {

  private final StoreDatabase database;
  private final Map<Owner, Hold> holds = new ConcurrentHashMap<>();

  Leases(StoreDatabase database) {
    this.database = database;
  }

  /** A wish to own a pipeline. */
  record Request(String pipeline, String ownerId, String description, Duration lease) {}

  LeaseAnswer acquire(Request request) {
    return holding(
        taken ->
            database.write(
                sql -> {
                  LeaseTable table = table(sql);
                  table.lock(request.pipeline());
                  Optional<LeaseTable.Row> row = table.find(request.pipeline());
                  Instant now = database.now(sql);
                  if (row.isPresent() && stands(row.get(), now)) {
                    return new Held(row.get().holder());
                  }
                  long last = row.map(found -> found.holder().owner().epoch()).orElse(0L);
                  Owner owner =
                      new Owner(hold(request.pipeline(), last + 1, taken), request.ownerId());
                  table.grant(
                      new LeaseHolder(
                          request.pipeline(),
                          owner,
                          request.description(),
                          now,
                          now.plus(request.lease())));
                  return new Granted(new Lease(request.pipeline(), owner, request.lease()));
                }));
  }

  Optional<LeaseHolder> holder(String pipeline) {
    return database.read(
        sql ->
            table(sql)
                .find(pipeline)
                .filter(row -> stands(row, database.now(sql)))
                .map(LeaseTable.Row::holder));
  }

  Lease raise(Lease lease, long epoch) {
    if (epoch <= lease.owner().epoch()) {
      database.write(
          sql -> {
            table(sql).check(lease);
            return lease;
          });
      return lease;
    }
    Granted raised =
        (Granted)
            holding(
                taken ->
                    database.write(
                        sql -> {
                          Lease from = latest(sql, lease);
                          table(sql).check(from);
                          long least = Math.max(epoch, from.owner().epoch());
                          long free = hold(lease.pipeline(), least, taken);
                          table(sql).raise(from, free);
                          return new Granted(at(lease, free));
                        }));
    letGo(lease);
    return raised.lease();
  }

  /** An earlier try may have raised it without an answer (Delivery 10). */
  private Lease latest(DSLContext sql, Lease lease) {
    return table(sql)
        .find(lease.pipeline())
        .map(row -> row.holder().owner())
        .filter(owner -> owner.id().equals(lease.owner().id()))
        .map(owner -> at(lease, Math.max(owner.epoch(), lease.owner().epoch())))
        .orElse(lease);
  }

  private static Lease at(Lease lease, long epoch) {
    return new Lease(lease.pipeline(), new Owner(epoch, lease.owner().id()), lease.duration());
  }

  void renew(Lease lease) {
    database.write(
        sql -> {
          table(sql).renew(lease, database.now(sql).plus(lease.duration()));
          return lease;
        });
    database.liveness().refresh();
  }

  void release(Lease lease) {
    database.write(
        sql -> {
          table(sql).release(lease);
          return lease;
        });
    letGo(lease);
  }

  LeaseTable table(DSLContext sql) {
    return new LeaseTable(sql, database.location());
  }

  /** Delivery 17: a lock that is free is a dead owner; a lease that is over is a frozen one. */
  private boolean stands(LeaseTable.Row row, Instant now) {
    LeaseHolder holder = row.holder();
    return !row.released()
        && now.isBefore(holder.until())
        && database.liveness().held(holder.pipeline(), holder.owner().epoch());
  }

  /**
   * Takes the lock of the first free epoch. The first one is taken only when the store was put back
   * to an earlier state while an owner of its lost future lives.
   */
  private long hold(String pipeline, long from, List<Hold> taken) {
    long epoch = from;
    Optional<Hold> hold = database.liveness().hold(pipeline, epoch);
    while (hold.isEmpty()) {
      epoch++;
      hold = database.liveness().hold(pipeline, epoch);
    }
    taken.add(hold.get());
    return epoch;
  }

  /** Keeps the lock that the work took if it was granted, and frees it if not. */
  private LeaseAnswer holding(java.util.function.Function<List<Hold>, LeaseAnswer> work) {
    List<Hold> taken = new ArrayList<>(1);
    boolean done = false;
    try {
      LeaseAnswer answer = work.apply(taken);
      if (answer instanceof Granted granted) {
        Lease lease = granted.lease();
        holds.put(lease.owner(), taken.getFirst());
        database.liveness().sweep(lease.pipeline(), lease.owner().epoch());
      }
      done = true;
      return answer;
    } finally {
      if (!done) {
        taken.forEach(Hold::close);
      }
    }
  }

  private void letGo(Lease lease) {
    Hold hold = holds.remove(lease.owner());
    if (hold != null) {
      hold.close();
    }
  }
}
