package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Histories.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Histories.History;
import dev.tidemark.lifecycle.Operation.Process;
import dev.tidemark.lifecycle.Operation.Retain;
import io.vavr.collection.Seq;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What may be forgotten, and what never (delivery rule 22). */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(Histories.class)
@Domain(DomainContext.Global.class)
class RetentionProperties {
  private static final Retention EVERYTHING = new Retention(Integer.MAX_VALUE, Integer.MAX_VALUE);
  private static final Set<String> SINKS = Set.of("quick", "slow");

  /**
   * A key may come again while its sequence is above the least of all sinks' latest checkpoints: a
   * replay starts there. Whatever the bounds, such a key and a new key are answered as if nothing
   * had ever been forgotten.
   */
  @Property
  void compactionNeverChangesTheAnswerForAKeyThatCanBeReplayed(
      @ForAll History history, @ForAll Retention bounds) {
    Runtime all = idle().retaining(EVERYTHING);
    Runtime few = idle().retaining(bounds);
    for (Operation operation : history.operations()) {
      if (operation instanceof Retain retain) {
        few = retain.applyTo(few).runtime();
      } else if (!(operation instanceof Process batch) || !covered(all, batch)) {
        Operation.Step expected = operation.applyTo(all);
        Operation.Step step = operation.applyTo(few);
        assertThat(step.answer()).isEqualTo(expected.answer());
        all = expected.runtime();
        few = step.runtime();
        assertThat(few.lifecycle()).isEqualTo(all.lifecycle());
        assertThat(few.telemetry()).isEqualTo(all.telemetry());
        assertThat(few.latestCheckpoint()).isEqualTo(all.latestCheckpoint());
      }
    }
  }

  @Property
  void aStagesLatestCheckpointIsNeverForgotten(@ForAll History history, @ForAll Retention bounds) {
    Runtime all = without(history).from(idle().retaining(EVERYTHING));
    Runtime few = all.retaining(bounds);
    for (Stage stage : Histories.PIPELINE.stages()) {
      assertThat(few.resumePoint(stage.name())).isEqualTo(all.resumePoint(stage.name()));
    }
    assertThat(few.latestCheckpoint()).isEqualTo(all.latestCheckpoint());
  }

  @Property
  void theBoundsAreKeptExceptForKeysThatCanBeReplayed(
      @ForAll History history, @ForAll Retention bounds) {
    Runtime runtime = without(history).from(idle().retaining(bounds));
    long least = least(runtime);
    for (StageLedger entry : runtime.ledger().stages()) {
      assertThat(entry.checkpoints().size()).isLessThanOrEqualTo(bounds.checkpointsPerStage());
      if (entry.keys().journal().size() > bounds.keysPerSink()) {
        assertThat(entry.keys().journal().oldestSequence()).isGreaterThan(least);
      }
    }
  }

  @Property
  void theLatestAreKept(@ForAll History history, @ForAll Retention bounds) {
    Runtime all = without(history).from(idle().retaining(EVERYTHING));
    Runtime few = without(history).from(idle().retaining(bounds)).retaining(bounds);
    for (Stage stage : Histories.PIPELINE.stages()) {
      Seq<Checkpoint> kept = at(stage, few);
      assertThat(at(stage, all).takeRight(kept.size())).isEqualTo(kept);
    }
    assertThat(few.retaining(EVERYTHING).checkpoints()).isEqualTo(few.checkpoints());
    assertThat(few.retaining(EVERYTHING).sinkIdempotencyKeys())
        .isEqualTo(few.sinkIdempotencyKeys());
  }

  private static Seq<Checkpoint> at(Stage stage, Runtime runtime) {
    return runtime.checkpoints().filter(made -> made.stage().equals(stage.name()));
  }

  private static boolean covered(Runtime all, Process batch) {
    long least = least(all);
    return all.ledger()
        .keys()
        .exists(
            key ->
                key.sink().equals(batch.stage())
                    && key.idempotencyKey().equals(batch.key())
                    && key.sequence() <= least);
  }

  private static long least(Runtime runtime) {
    return SINKS.stream()
        .mapToLong(sink -> runtime.resumePoint(sink).map(ResumePoint::sequence).getOrElse(0L))
        .min()
        .orElseThrow();
  }

  /**
   * All but the changes of retention; and each key only once, so that every bound sees the same.
   */
  private static History without(History history) {
    java.util.List<Operation> kept = new java.util.ArrayList<>();
    Set<String> seen = new java.util.HashSet<>();
    for (Operation operation : history.operations()) {
      boolean again =
          operation instanceof Process batch && !seen.add(batch.stage() + "/" + batch.key());
      if (!again && !(operation instanceof Retain)) {
        kept.add(operation);
      }
    }
    return new History(kept);
  }
}
