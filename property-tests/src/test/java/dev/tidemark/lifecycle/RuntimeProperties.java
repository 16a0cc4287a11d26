package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Histories.T0;
import static dev.tidemark.lifecycle.Histories.idle;
import static dev.tidemark.lifecycle.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Histories.History;
import dev.tidemark.lifecycle.Lifecycle.Crashed;
import dev.tidemark.lifecycle.Lifecycle.Failed;
import dev.tidemark.lifecycle.Lifecycle.Replaying;
import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Operation.Process;
import dev.tidemark.lifecycle.Operation.Step;
import dev.tidemark.lifecycle.ProcessResult.Applied;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is recorded and which moves are allowed: each statement of the core's contract. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(Histories.class)
@Domain(DomainContext.Global.class)
class RuntimeProperties {
  /** Covers every statement at once; those below say which one is broken. */
  @Property
  void everyStepIsThatOfThePlainModel(@ForAll History history) {
    ReferenceModel model = new ReferenceModel();
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      Step step = operation.applyTo(runtime);
      assertThat(step.answer()).isEqualTo(model.apply(operation));
      runtime = step.runtime();
      assertThat(runtime.lifecycle()).isEqualTo(model.lifecycle);
      assertThat(runtime.telemetry()).isEqualTo(model.telemetry());
      assertThat(runtime.checkpoints()).containsExactlyElementsOf(model.checkpoints);
      assertThat(runtime.sinkIdempotencyKeys())
          .containsExactlyElementsOf(model.keys.stream().map(AppliedKey::idempotencyKey).toList());
    }
  }

  @Property
  void whatIsRefusedRejectedOrSuppressedChangesNothing(@ForAll History history) {
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      Step step = operation.applyTo(runtime);
      if (Set.of("refused", "rejected", "suppressed").contains(step.answer())) {
        assertThat(step.runtime()).isEqualTo(runtime);
        assertThat(step.runtime().signature()).isEqualTo(runtime.signature());
      }
      runtime = step.runtime();
    }
  }

  @Property
  void anAppliedBatchIsRecordedAsItCame(@ForAll History history, @ForAll Process batch) {
    Processed processed = batch.processed(history.end());
    if (processed.result() instanceof Applied applied) {
      Checkpoint made = applied.checkpoint();
      assertThat(made.stage()).isEqualTo(batch.stage());
      assertThat(made.idempotencyKey()).isEqualTo(batch.key());
      assertThat(made.position()).isEqualTo(batch.position());
      assertThat(made.at()).isEqualTo(batch.now());
      assertThat(processed.runtime().latestCheckpoint()).containsExactly(made);
      assertThat(processed.runtime().resumePoint(made.stage()))
          .containsExactly(
              new ResumePoint(
                  made.runId(), made.stage(), made.sequence(), made.watermark(), made.position()));
      assertThat(processed.runtime().telemetry().lag()).isEqualTo(batch.lag());
    }
  }

  @Property
  void sequencesRiseByOneAcrossARunReplaysIncluded(@ForAll History history) {
    Map<String, Long> last = new HashMap<>();
    for (Checkpoint made : applied(history)) {
      assertThat(made.sequence()).isEqualTo(last.getOrDefault(made.runId(), 0L) + 1);
      last.put(made.runId(), made.sequence());
    }
  }

  @Property
  void aWatermarkCountsItsStagesRecordsAndItsTimeNeverGoesBack(@ForAll History history) {
    Map<String, Watermark> marks = new HashMap<>();
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      Runtime before = runtime;
      runtime = operation.applyTo(before).runtime();
      if (operation instanceof Process batch
          && batch.processed(before).result() instanceof Applied applied) {
        Checkpoint made = applied.checkpoint();
        Instant time = batch.now().minus(batch.lag());
        Watermark last =
            marks.getOrDefault(made.runId() + made.stage(), new Watermark(0, Instant.MIN));
        long room = Long.MAX_VALUE - last.offset();
        assertThat(made.watermark().offset())
            .isEqualTo(last.offset() + Math.min(room, batch.records()));
        assertThat(made.watermark().eventTime())
            .isEqualTo(time.isAfter(last.eventTime()) ? time : last.eventTime());
        marks.put(made.runId() + made.stage(), made.watermark());
      }
    }
  }

  @Property
  void aSinkAppliesAKeyOnceInARunAndOtherStagesApplyItEachTime(@ForAll History history) {
    Set<String> applied = new HashSet<>();
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      Runtime before = runtime;
      if (operation instanceof Operation.Retain) {
        continue;
      }
      Step step = operation.applyTo(before);
      runtime = step.runtime();
      if (operation instanceof Process batch && !step.answer().equals("rejected")) {
        boolean sink = Set.of("quick", "slow").contains(batch.stage());
        String key = runtime.ledger().runs() + batch.stage() + batch.key();
        assertThat(step.answer()).isEqualTo(sink && !applied.add(key) ? "suppressed" : "applied");
      }
    }
  }

  @Property
  void runsAreNumberedFromOneAndAResumedRunKeepsItsId(@ForAll History history) {
    long runs = 0;
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      Step step = operation.applyTo(runtime);
      runtime = step.runtime();
      if (operation instanceof Operation.Start && step.answer().equals("ok")) {
        runs++;
        assertThat(runtime.lifecycle()).isInstanceOf(Running.class);
      }
      if (runtime.lifecycle() instanceof Lifecycle.Active active) {
        assertThat(active.runId()).isEqualTo("orders-" + runs);
      }
      String current = "orders-" + runs;
      assertThat(runtime.checkpoints()).allMatch(made -> made.runId().equals(current));
    }
  }

  @Property
  void aNewRunStartsWithACleanSlate(@ForAll History history, @ForAll Process batch) {
    Runtime stopped = history.end().crash("power").getOrElse(history.end());
    Runtime triggered = stopped.trigger("again", T0).getOrElse(stopped);
    Runtime fresh = triggered.start(T0).get();
    assertThat(fresh.checkpoints()).isEmpty();
    assertThat(fresh.sinkIdempotencyKeys()).isEmpty();
    assertThat(fresh.telemetry()).isEqualTo(Telemetry.NONE);
    assertThat(batch.applyTo(fresh).answer()).isNotEqualTo("suppressed");
  }

  @Property
  void aRunThatStoppedIsResumedWhenItHasACheckpoint(@ForAll History history) {
    Runtime runtime = history.end();
    Either<IllegalTransition, Runtime> resumed = runtime.resumeFromLatestCheckpoint(T0);
    boolean halted =
        runtime.lifecycle() instanceof Failed || runtime.lifecycle() instanceof Crashed;
    assertThat(resumed.isRight()).isEqualTo(halted && runtime.latestCheckpoint().isDefined());
    for (Runtime next : resumed) {
      Checkpoint latest = runtime.latestCheckpoint().get();
      assertThat(next.lifecycle()).isEqualTo(new Replaying(latest.runId(), latest.stage(), T0));
      assertThat(next.checkpoints()).isEqualTo(runtime.checkpoints());
      assertThat(next.sinkIdempotencyKeys()).isEqualTo(runtime.sinkIdempotencyKeys());
      assertThat(next.telemetry()).isEqualTo(runtime.telemetry());
    }
  }

  @Property
  void aRefusalNamesTheStateItWasAskedIn(@ForAll History history) {
    Runtime runtime = history.end();
    for (Either<IllegalTransition, Runtime> answer :
        List.of(
            runtime.schedule(T0),
            runtime.trigger("asked", T0),
            runtime.start(T0),
            runtime.complete(T0),
            runtime.fail("disk"),
            runtime.crash("power"),
            runtime.resumeFromLatestCheckpoint(T0))) {
      if (answer.isLeft()) {
        assertThat(answer.getLeft().from()).isEqualTo(runtime.lifecycle());
        assertThat(answer.getLeft().operation()).isNotBlank();
        assertThat(answer.getLeft().reason()).isNotBlank();
      }
    }
  }

  @Property
  void aScheduledRunStartsNoEarlier(
      @ForAll @IntRange(max = 9) int due, @ForAll @IntRange(max = 9) int now) {
    Runtime scheduled = idle().schedule(T0.plusSeconds(due)).get();
    assertThat(scheduled.start(T0.plusSeconds(now)).isRight()).isEqualTo(now >= due);
  }

  /** Crash after any batch, resume, deliver all again: what an undisturbed run has. */
  @Property
  void redeliveryAppliesNothingTwice(
      @ForAll @Size(max = 20) List<Process> batches, @ForAll @IntRange(max = 20) int at) {
    List<Process> delivered =
        batches.stream().filter(b -> Set.of("quick", "slow").contains(b.stage())).toList();
    Runtime first = deliver(running(), delivered.subList(0, Math.min(at, delivered.size())));
    Runtime crashed = first.crash("power").get();
    Runtime resumed = crashed.resumeFromLatestCheckpoint(T0).getOrElse(first);
    Runtime undisturbed = deliver(running(), delivered);
    Runtime replayed = deliver(resumed, delivered);
    assertThat(replayed.checkpoints()).isEqualTo(undisturbed.checkpoints());
    assertThat(replayed.sinkIdempotencyKeys()).isEqualTo(undisturbed.sinkIdempotencyKeys());
    assertThat(replayed.telemetry().records()).isEqualTo(undisturbed.telemetry().records());
  }

  @Property
  void keysStandInOrderOfApplicationOnceForEachSink(@ForAll History history) {
    List<String> keys = new ArrayList<>();
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      if (operation instanceof Operation.Retain) {
        continue;
      }
      Step step = operation.applyTo(runtime);
      runtime = step.runtime();
      if (operation instanceof Operation.Start && step.answer().equals("ok")) {
        keys.clear();
      }
      if (operation instanceof Process batch
          && step.answer().equals("applied")
          && Set.of("quick", "slow").contains(batch.stage())) {
        keys.add(batch.key());
      }
    }
    assertThat(runtime.sinkIdempotencyKeys()).containsExactlyElementsOf(keys);
  }

  @Property
  void retriesAndDeadLettersCountOnlyWhileARunIsUnderWay(
      @ForAll History history, @ForAll @IntRange(max = 5) int count) {
    Runtime runtime = history.end();
    Runtime counted = runtime.recordRetry(count).recordDeadLetter(count);
    long added = runtime.lifecycle() instanceof Lifecycle.Active ? count : 0;
    assertThat(counted.telemetry().retries()).isEqualTo(runtime.telemetry().retries() + added);
    assertThat(counted.telemetry().deadLetters())
        .isEqualTo(runtime.telemetry().deadLetters() + added);
    assertThat(counted.lifecycle()).isEqualTo(runtime.lifecycle());
    assertThat(counted.ledger()).isEqualTo(runtime.ledger());
  }

  @Property
  void aBatchWithoutPositionIsOneWithNone(@ForAll History history, @ForAll Process batch) {
    Runtime runtime = history.end();
    assertThat(
            runtime.process(batch.stage(), batch.records(), batch.lag(), batch.key(), batch.now()))
        .isEqualTo(
            runtime.process(
                batch.stage(),
                batch.records(),
                batch.lag(),
                batch.key(),
                Option.none(),
                batch.now()));
  }

  @Property
  void theRateIsTheAttemptsRecordsByItsSeconds(
      @ForAll @IntRange(max = 1000) int first,
      @ForAll @IntRange(max = 1000) int second,
      @ForAll @IntRange(max = 100) int seconds) {
    Runtime crashed =
        running().process("in", first, Duration.ZERO, "a", T0).runtime().crash("power").get();
    Instant resumedAt = T0.plusSeconds(50);
    Runtime resumed = crashed.resumeFromLatestCheckpoint(resumedAt).get();
    Instant now = resumedAt.plusSeconds(seconds);
    Telemetry telemetry =
        resumed.process("in", second, Duration.ZERO, "b", now).runtime().telemetry();
    assertThat(telemetry.records()).isEqualTo(first + second);
    assertThat(telemetry.recordsPerSecond())
        .isEqualTo(seconds == 0 ? 0.0 : (double) second / seconds);
  }

  private static Runtime deliver(Runtime runtime, List<Process> batches) {
    return new History(List.copyOf(batches)).from(runtime);
  }

  private static List<Checkpoint> applied(History history) {
    List<Checkpoint> made = new ArrayList<>();
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      if (operation instanceof Process batch
          && batch.processed(runtime).result() instanceof Applied applied) {
        made.add(applied.checkpoint());
      }
      runtime = operation.applyTo(runtime).runtime();
    }
    return made;
  }
}
