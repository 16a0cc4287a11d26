package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.LeaseAnswer.Granted;
import dev.tidemark.checkpoint.LeaseAnswer.Held;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * A store that ends with the process: for tests, and for flows that need not be resumed. Closing it
 * is the death of the owners that it granted.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {

  /** What several stores may share; guarded by itself. */
  private static final class Memory {
    private final String id;
    private final Map<String, PipelineMemory> pipelines = new TreeMap<>();
    private final Map<String, LeaseMemory> leases = new TreeMap<>();
    private final Set<Owner> alive = new HashSet<>();

    private Memory(String id) {
      this.id = id;
    }
  }

  private record LeaseMemory(LeaseHolder holder, boolean released, long entry) {
    private boolean of(Lease lease) {
      return !released && holder.owner().equals(lease.owner());
    }
  }

  private final Memory memory;
  private final InstantSource clock;
  private final Set<Owner> granted = new HashSet<>();

  /** An empty store. */
  public InMemoryCheckpointStore(InstantSource clock) {
    this(new Memory(UUID.randomUUID().toString()), clock);
  }

  private InMemoryCheckpointStore(Memory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /** Another store over the same memory, as another process would open it. */
  public InMemoryCheckpointStore sharing() {
    return new InMemoryCheckpointStore(memory, clock);
  }

  /**
   * A store apart with what this one holds now, as a backup of its file would be. Locks are the
   * machine's: owners that live count as living there too.
   */
  public InMemoryCheckpointStore backup() {
    synchronized (memory) {
      Memory copy = new Memory(memory.id);
      memory.pipelines.forEach((name, pipeline) -> copy.pipelines.put(name, pipeline.copy()));
      copy.leases.putAll(memory.leases);
      copy.alive.addAll(memory.alive);
      return new InMemoryCheckpointStore(copy, clock);
    }
  }

  @Override
  public String id() {
    return memory.id;
  }

  @Override
  public String location() {
    return "memory:";
  }

  @Override
  public List<String> pipelines() {
    synchronized (memory) {
      return memory.pipelines.entrySet().stream()
          .filter(entry -> entry.getValue().saved())
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  @Override
  public Optional<SavedPipeline> load(Pipeline pipeline, Retention retention) {
    return read(pipeline.name(), found -> found.load(pipeline, retention));
  }

  @Override
  public Optional<SavedPipeline> load(String pipeline) {
    return read(pipeline, PipelineMemory::load);
  }

  @Override
  public LeaseAnswer acquire(String pipeline, String ownerId, String description, Duration lease) {
    synchronized (memory) {
      LeaseMemory last = memory.leases.get(pipeline);
      if (last != null && stands(last)) {
        return new Held(last.holder());
      }
      long epoch = last == null ? 1 : last.holder().owner().epoch() + 1;
      Owner owner = new Owner(epoch, ownerId);
      Instant now = clock.instant();
      LeaseHolder holder = new LeaseHolder(pipeline, owner, description, now, now.plus(lease));
      memory.leases.put(pipeline, new LeaseMemory(holder, false, 0));
      live(owner);
      return new Granted(new Lease(pipeline, owner, lease));
    }
  }

  @Override
  public Optional<LeaseHolder> holder(String pipeline) {
    synchronized (memory) {
      return Optional.ofNullable(memory.leases.get(pipeline))
          .filter(this::stands)
          .map(LeaseMemory::holder);
    }
  }

  @Override
  public Lease raise(Lease lease, long epoch) {
    synchronized (memory) {
      LeaseMemory mine = check(lease);
      if (epoch <= lease.owner().epoch()) {
        return lease;
      }
      Owner owner = new Owner(epoch, lease.owner().id());
      replace(mine, owner, mine.holder().until());
      die(lease.owner());
      live(owner);
      return new Lease(lease.pipeline(), owner, lease.duration());
    }
  }

  @Override
  public void renew(Lease lease) {
    synchronized (memory) {
      replace(check(lease), lease.owner(), clock.instant().plus(lease.duration()));
    }
  }

  @Override
  public void release(Lease lease) {
    synchronized (memory) {
      LeaseMemory last = memory.leases.get(lease.pipeline());
      if (last != null && last.of(lease)) {
        memory.leases.put(lease.pipeline(), new LeaseMemory(last.holder(), true, last.entry()));
      }
      die(lease.owner());
    }
  }

  @Override
  public void save(Lease lease, Entry entry) {
    synchronized (memory) {
      LeaseMemory mine = check(lease);
      if (entry.number() > mine.entry()) {
        of(lease.pipeline()).save(entry, clock.instant());
        memory.leases.put(lease.pipeline(), new LeaseMemory(mine.holder(), false, entry.number()));
      }
    }
  }

  @Override
  public int keep(Lease lease, List<DeadLetter> letters) {
    synchronized (memory) {
      check(lease);
      return of(lease.pipeline()).letters().keep(letters);
    }
  }

  @Override
  public void plan(Lease lease, Plan plan) {
    synchronized (memory) {
      check(lease);
      of(lease.pipeline()).plan(plan);
    }
  }

  @Override
  public List<Plan> plans(String pipeline) {
    return read(pipeline, found -> Optional.of(found.plans())).orElse(List.of());
  }

  @Override
  public List<RunRecord> runs(String pipeline, int limit) {
    return read(pipeline, found -> Optional.of(found.runs(limit))).orElse(List.of());
  }

  @Override
  public List<Checkpoint> checkpoints(String pipeline, String runId, int limit) {
    return read(pipeline, found -> Optional.of(found.checkpoints(runId, limit))).orElse(List.of());
  }

  @Override
  public long deadLetters(String pipeline, LetterFilter filter) {
    return read(pipeline, found -> Optional.of(found.letters().count(filter))).orElse(0L);
  }

  @Override
  public List<KeptLetter> letters(String pipeline, LetterFilter filter, long after, int limit) {
    return read(pipeline, found -> Optional.of(found.letters().after(filter, after, limit)))
        .orElse(List.of());
  }

  @Override
  public List<LetterCause> causes(String pipeline, LetterFilter filter, int limit) {
    return read(pipeline, found -> Optional.of(found.letters().causes(filter, limit)))
        .orElse(List.of());
  }

  @Override
  public void mark(Lease lease, List<LetterMark> marks) {
    synchronized (memory) {
      check(lease);
      marks.forEach(of(lease.pipeline()).letters()::mark);
    }
  }

  @Override
  public int purge(Lease lease, LetterFilter filter) {
    synchronized (memory) {
      check(lease);
      return of(lease.pipeline()).letters().purge(filter);
    }
  }

  @Override
  public void close() {
    synchronized (memory) {
      memory.alive.removeAll(granted);
    }
  }

  private <T> Optional<T> read(String pipeline, Function<PipelineMemory, Optional<T>> work) {
    synchronized (memory) {
      return Optional.ofNullable(memory.pipelines.get(pipeline)).flatMap(work);
    }
  }

  private PipelineMemory of(String pipeline) {
    return memory.pipelines.computeIfAbsent(pipeline, PipelineMemory::new);
  }

  private LeaseMemory check(Lease lease) {
    LeaseMemory last = memory.leases.get(lease.pipeline());
    if (last == null || !last.of(lease)) {
      Optional<LeaseTable.Row> row =
          Optional.ofNullable(last)
              .map(found -> new LeaseTable.Row(found.holder(), found.released()));
      throw Fenced.exception(lease, row, location());
    }
    return last;
  }

  private boolean stands(LeaseMemory lease) {
    return !lease.released()
        && clock.instant().isBefore(lease.holder().until())
        && memory.alive.contains(lease.holder().owner());
  }

  private void replace(LeaseMemory lease, Owner owner, Instant until) {
    LeaseHolder old = lease.holder();
    LeaseHolder holder =
        new LeaseHolder(old.pipeline(), owner, old.description(), old.since(), until);
    memory.leases.put(old.pipeline(), new LeaseMemory(holder, false, lease.entry()));
  }

  private void live(Owner owner) {
    memory.alive.add(owner);
    granted.add(owner);
  }

  private void die(Owner owner) {
    memory.alive.remove(owner);
    granted.remove(owner);
  }
}
