package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.NAME;
import static dev.tidemark.checkpoint.StoreTables.PIPELINES;

import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.lifecycle.AppliedKey;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Ledger;
import dev.tidemark.lifecycle.LedgerChange;
import dev.tidemark.lifecycle.LedgerRows;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.StageKind;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * A store in an SQL database. Each write is one transaction whose first statement checks the lease,
 * and costs as much as has changed. Open one with {@link StoreUrl#open()}.
 */
public final class JooqCheckpointStore implements CheckpointStore {

  private final StoreDatabase database;
  private final String id;
  private final Leases leases;

  /** Letters that were inserted without an answer to the commit. */
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  /** Takes the database over; it must be at {@link StoreSchema}'s version. */
  JooqCheckpointStore(StoreDatabase database, String id) {
    this.database = database;
    this.id = id;
    this.leases = new Leases(database);
  }

  /**
   * Takes the database over, and brings it to the schema's version.
   *
   * @param prepare what is to be done to one that may become, or is, a store
   */
  static JooqCheckpointStore open(StoreDatabase database, StoreSchema schema, Runnable prepare) {
    boolean opened = false;
    try {
      schema.check(database);
      prepare.run();
      JooqCheckpointStore store = new JooqCheckpointStore(database, schema.upgrade(database));
      opened = true;
      return store;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String location() {
    return database.location();
  }

  @Override
  public List<String> pipelines() {
    return database.read(sql -> sql.selectFrom(PIPELINES).fetch(NAME)).stream().sorted().toList();
  }

  @Override
  public Optional<SavedPipeline> load(Pipeline pipeline, Retention retention) {
    return database.read(
        sql ->
            PipelineRow.find(sql, pipeline.name())
                .map(row -> saved(sql, pipeline.name(), row, pipeline, retention)));
  }

  @Override
  public Optional<SavedPipeline> load(String pipeline) {
    return database.read(
        sql ->
            PipelineRow.find(sql, pipeline)
                .map(
                    row ->
                        saved(
                            sql, pipeline, row, Json.pipeline(row.definition()), row.retention())));
  }

  @Override
  public LeaseAnswer acquire(String pipeline, String ownerId, String description, Duration lease) {
    return leases.acquire(new Leases.Request(pipeline, ownerId, description, lease));
  }

  @Override
  public Optional<LeaseHolder> holder(String pipeline) {
    return leases.holder(pipeline);
  }

  @Override
  public Lease raise(Lease lease, long epoch) {
    return leases.raise(lease, epoch);
  }

  @Override
  public void renew(Lease lease) {
    leases.renew(lease);
  }

  @Override
  public void release(Lease lease) {
    leases.release(lease);
  }

  @Override
  public void save(Lease lease, Entry entry) {
    database.write(
        sql -> {
          if (leases.table(sql).begin(lease, entry.number())) {
            write(sql, lease.pipeline(), entry);
          }
          return lease;
        });
  }

  @Override
  public int keep(Lease lease, List<DeadLetter> letters) {
    Set<String> inserted = new HashSet<>();
    try {
      boolean unused = ownedLetters(lease, table -> inserted.addAll(table.keep(letters)));
    } catch (StoreException away) {
      // Delivery 10: they may be there all the same; the next try counts them then.
      unanswered.addAll(inserted);
      throw away;
    }
    letters.stream().map(DeadLetter::id).filter(unanswered::remove).forEach(inserted::add);
    return inserted.size();
  }

  @Override
  public void plan(Lease lease, Plan plan) {
    owned(
        lease,
        books -> {
          books.write(plan);
          return plan;
        });
  }

  @Override
  public List<Plan> plans(String pipeline) {
    return database.read(sql -> new BookTables(sql, pipeline).plans());
  }

  @Override
  public List<RunRecord> runs(String pipeline, int limit) {
    return database.read(sql -> new RunTables(sql, pipeline).latest(limit));
  }

  @Override
  public List<Checkpoint> checkpoints(String pipeline, String runId, int limit) {
    return database.read(sql -> new LedgerTables(sql, pipeline).checkpoints(runId, limit));
  }

  @Override
  public long deadLetters(String pipeline, LetterFilter filter) {
    return database.read(sql -> new LetterTable(sql, pipeline).count(filter));
  }

  @Override
  public List<KeptLetter> letters(String pipeline, LetterFilter filter, long after, int limit) {
    return database.read(sql -> new LetterTable(sql, pipeline).after(filter, after, limit));
  }

  @Override
  public List<LetterCause> causes(String pipeline, LetterFilter filter, int limit) {
    return database.read(sql -> new LetterTable(sql, pipeline).causes(filter, limit));
  }

  @Override
  public void mark(Lease lease, List<LetterMark> marks) {
    ownedLetters(
        lease,
        table -> {
          marks.forEach(table::mark);
          return table;
        });
  }

  @Override
  public int purge(Lease lease, LetterFilter filter) {
    return ownedLetters(lease, table -> table.purge(filter));
  }

  @Override
  public void close() {
    database.close();
  }

  private <T> T owned(Lease lease, Function<BookTables, T> work) {
    return checked(lease, sql -> work.apply(new BookTables(sql, lease.pipeline())));
  }

  private <T> T ownedLetters(Lease lease, Function<LetterTable, T> work) {
    return checked(lease, sql -> work.apply(new LetterTable(sql, lease.pipeline())));
  }

  private <T> T checked(Lease lease, Function<DSLContext, T> work) {
    return database.write(
        sql -> {
          leases.table(sql).check(lease);
          return work.apply(sql);
        });
  }

  private void write(DSLContext sql, String pipeline, Entry entry) {
    Runtime runtime = entry.runtime();
    PipelineRow row = PipelineRow.of(runtime);
    Optional<PipelineRow> stored = PipelineRow.find(sql, pipeline);
    Ledger before =
        stored.map(PipelineRow::marker).orElseGet(() -> Ledger.empty(runtime.pipeline(), 0));
    StoredOrder.check(pipeline, before, runtime.ledger());
    LedgerChange change = runtime.ledger().since(before);
    LedgerTables ledger = new LedgerTables(sql, pipeline);
    ledger.apply(change);
    if (stored.isPresent() && !stored.get().definition().equals(row.definition())) {
      ledger.dropOtherStages(runtime.pipeline(), change.runs());
    }
    if (change.newRun()) {
      ledger.boundHistory(change.runs(), runtime.retention().checkpointsPerStage());
    }
    row.write(sql, pipeline);
    new RunTables(sql, pipeline).write(entry, database.now(sql));
    BookTables books = new BookTables(sql, pipeline);
    books.forget(entry.gone());
    books.write(entry.positions());
  }

  private static SavedPipeline saved(
      DSLContext sql, String name, PipelineRow row, Pipeline pipeline, Retention retention) {
    LedgerTables tables = new LedgerTables(sql, name);
    Vector<Checkpoint> checkpoints =
        tables.checkpoints(row.runs()).filter(found -> has(pipeline, found.stage(), false));
    Vector<AppliedKey> keys = tables.keys().filter(key -> has(pipeline, key.sink(), true));
    Ledger ledger =
        Ledger.restore(
            pipeline,
            new LedgerRows(row.runs(), row.sequence(), row.attemptRecords(), checkpoints, keys));
    Runtime runtime =
        new Runtime(pipeline, row.lifecycle(), row.telemetry(), row.retention(), ledger);
    return new SavedPipeline(
        retention.equals(row.retention()) ? runtime : runtime.retaining(retention),
        new BookTables(sql, name).positions(),
        new RunTables(sql, name).start(row.runs()));
  }

  private static boolean has(Pipeline pipeline, String stage, boolean sink) {
    return pipeline
        .stages()
        .exists(found -> found.name().equals(stage) && (!sink || found.kind() == StageKind.SINK));
  }
}
