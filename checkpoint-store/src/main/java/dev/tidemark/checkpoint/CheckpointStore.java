package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Durable memory of pipelines. A write has returned only once it is on disk; each is one
 * transaction and, but for acquiring, is refused under a lease that is no longer the pipeline's.
 *
 * <p>Thread-safe. Every method may block on the store and throw {@link StoreException}.
 */
public interface CheckpointStore extends AutoCloseable {

  /** Made with the store and kept for ever: tells a store from its successor. */
  String id();

  /** Where it is, for people; without secrets. */
  String location();

  /** The names of all pipelines that it knows, sorted. */
  List<String> pipelines();

  /**
   * What is known of a pipeline. The runtime equals the one last saved, when {@code pipeline}
   * equals the one that it was saved with.
   *
   * @param pipeline the definition to load it under: stages may have changed since
   */
  Optional<SavedPipeline> load(Pipeline pipeline, Retention retention);

  /** The same under the definition that was last saved; empty for an unknown name. */
  Optional<SavedPipeline> load(String pipeline);

  /**
   * Makes the caller the pipeline's owner, when nobody is, when the last one is dead (its liveness
   * lock is free), or when its lease has ended by the store's clock (Delivery 17). The epoch is one
   * more than the last.
   *
   * @param ownerId random, one a runner
   * @param description who it is, for people: host and process
   * @param lease how long it holds without renewal; positive
   */
  LeaseAnswer acquire(String pipeline, String ownerId, String description, Duration lease);

  /** Who holds the pipeline now, if anyone. */
  Optional<LeaseHolder> holder(String pipeline);

  /** Raises the lease's epoch, when a sink remembers a greater one; never lowers it. */
  Lease raise(Lease lease, long epoch);

  /** Makes the lease last from now, by the store's clock. */
  void renew(Lease lease);

  /** Gives the lease up at once. Harmless when it has passed on. */
  void release(Lease lease);

  /** Appends an entry: the runtime's change since the last one, positions, notes. */
  void save(Lease lease, Entry entry);

  /**
   * Keeps records that were given up on. Those already kept (same {@link DeadLetter#id()}) are left
   * as they are (Delivery 24), but for what they are missing from; one that was dealt with and is
   * missing from a further load, or was read again, waits again.
   *
   * @return how many were inserted
   */
  int keep(Lease lease, List<DeadLetter> letters);

  /** Stores a prepared write before it is published, replacing the writer's last one. */
  void plan(Lease lease, Plan plan);

  /** The stored plans that no {@link #save} has confirmed since. */
  List<Plan> plans(String pipeline);

  /** The runs of a pipeline, latest first, at most {@code limit}. */
  List<RunRecord> runs(String pipeline, int limit);

  /**
   * The kept checkpoints of a run in the order of their sequence, at most the latest {@code limit}.
   */
  List<dev.tidemark.lifecycle.Checkpoint> checkpoints(String pipeline, String runId, int limit);

  /** How many dead letters a pipeline has, whatever has become of them. */
  default long deadLetters(String pipeline) {
    return deadLetters(pipeline, LetterFilter.ALL);
  }

  /** How many of a pipeline's dead letters are meant. */
  long deadLetters(String pipeline, LetterFilter filter);

  /**
   * Dead letters in the order in which they came: a page of them.
   *
   * @param after the last letter's number on the page before; 0 for the first page
   * @param limit at least 1
   */
  List<KeptLetter> letters(String pipeline, LetterFilter filter, long after, int limit);

  /** The dead letters by what they have in common, most letters first, at most {@code limit}. */
  List<LetterCause> causes(String pipeline, LetterFilter filter, int limit);

  /**
   * Writes down what has become of letters. One that waits on was refused again: an attempt more,
   * for another reason. Letters that are gone are passed over.
   */
  void mark(Lease lease, List<LetterMark> marks);

  /** Forgets letters for good; answers how many there were. */
  int purge(Lease lease, LetterFilter filter);

  @Override
  void close();
}
