package dev.tidemark.simulation;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.checkpoint.LetterCause;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterMark;
import dev.tidemark.checkpoint.RunRecord;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real store, as one process sees it, with an unreliable way to it. */
record FaultyStore(CheckpointStore store, World world, String process) implements CheckpointStore {

  private Faults faults() {
    return world.faults;
  }

  @Override
  public String id() {
    return store.id();
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public List<String> pipelines() {
    return store.pipelines();
  }

  @Override
  public Optional<SavedPipeline> load(Pipeline pipeline, Retention retention) {
    return store.load(pipeline, world.scenario.retention);
  }

  @Override
  public Optional<SavedPipeline> load(String pipeline) {
    return store.load(pipeline);
  }

  @Override
  public LeaseAnswer acquire(String pipeline, String ownerId, String description, Duration lease) {
    faults().moment();
    return store.acquire(pipeline, ownerId, description, lease);
  }

  @Override
  public Optional<LeaseHolder> holder(String pipeline) {
    return store.holder(pipeline);
  }

  @Override
  public Lease raise(Lease lease, long epoch) {
    faults().moment();
    return store.raise(lease, epoch);
  }

  @Override
  public void renew(Lease lease) {
    store.renew(lease);
  }

  @Override
  public void release(Lease lease) {
    faults().moment();
    store.release(lease);
  }

  @Override
  public void save(Lease lease, Entry entry) {
    boolean unused =
        faults()
            .store(
                () -> {
                  store.save(lease, entry);
                  world.saved(process, entry);
                  return true;
                });
  }

  @Override
  public int keep(Lease lease, List<DeadLetter> letters) {
    return faults().store(() -> store.keep(lease, letters));
  }

  @Override
  public void plan(Lease lease, Plan plan) {
    boolean unused =
        faults()
            .store(
                () -> {
                  store.plan(lease, plan);
                  return true;
                });
  }

  @Override
  public List<Plan> plans(String pipeline) {
    return store.plans(pipeline);
  }

  @Override
  public List<RunRecord> runs(String pipeline, int limit) {
    return store.runs(pipeline, limit);
  }

  @Override
  public List<Checkpoint> checkpoints(String pipeline, String runId, int limit) {
    return store.checkpoints(pipeline, runId, limit);
  }

  @Override
  public long deadLetters(String pipeline, LetterFilter filter) {
    return store.deadLetters(pipeline, filter);
  }

  @Override
  public List<KeptLetter> letters(String pipeline, LetterFilter filter, long after, int limit) {
    return faults().store(() -> store.letters(pipeline, filter, after, limit));
  }

  @Override
  public List<LetterCause> causes(String pipeline, LetterFilter filter, int limit) {
    return store.causes(pipeline, filter, limit);
  }

  @Override
  public void mark(Lease lease, List<LetterMark> marks) {
    boolean unused =
        faults()
            .store(
                () -> {
                  store.mark(lease, marks);
                  return true;
                });
  }

  @Override
  public int purge(Lease lease, LetterFilter filter) {
    return store.purge(lease, filter);
  }

  @Override
  public void close() {
    store.close();
  }
}
