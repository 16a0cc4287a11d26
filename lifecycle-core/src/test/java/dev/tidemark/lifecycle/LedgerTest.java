package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Stage.sink;
import static dev.tidemark.lifecycle.Stage.source;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.List;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Pipeline PIPELINE =
      new Pipeline(
          "p",
          new Schedule.Manual(),
          List.of(source("in", "c"), sink("slow", "c"), sink("quick", "c")));
  private static final Runtime RUNNING =
      Runtime.of(PIPELINE)
          .retaining(new Retention(2, 2))
          .trigger("asked", T0)
          .get()
          .start(T0)
          .get();

  @Test
  void aKeyThatASlowSinkMayReplayIsKeptAboveTheBound() {
    Runtime quick = apply(RUNNING, "quick", "a", "b", "c", "d");
    assertThat(quick.sinkIdempotencyKeys()).containsExactly("a", "b", "c", "d");
    assertThat(quick.checkpoints()).hasSize(2);
    Runtime caughtUp = apply(quick, "slow", "a");
    assertThat(caughtUp.sinkIdempotencyKeys()).containsExactly("c", "d", "a");
  }

  @Test
  void narrowerBoundsApplyAtOnceAndWhatIsForgottenStaysSo() {
    Runtime wide = apply(RUNNING.retaining(new Retention(9, 9)), "slow", "a", "b", "c");
    Runtime both = apply(wide, "quick", "a", "b", "c");
    assertThat(both.sinkIdempotencyKeys()).containsExactly("a", "b", "c", "a", "b", "c");
    Runtime narrow = both.retaining(new Retention(1, 1));
    assertThat(narrow.sinkIdempotencyKeys()).containsExactly("c", "a", "b", "c");
    assertThat(narrow.checkpoints()).extracting(Checkpoint::sequence).containsExactly(3L, 6L);
    assertThat(narrow.retaining(Retention.DEFAULT).sinkIdempotencyKeys())
        .isEqualTo(narrow.sinkIdempotencyKeys());
  }

  @Test
  void aForgottenKeyMayBeAppliedAgain() {
    Runtime both = apply(apply(RUNNING, "slow", "a", "b", "c"), "quick", "x");
    Runtime again = apply(apply(both, "slow", "d"), "slow", "a");
    assertThat(again.ledger().sequence()).isEqualTo(6);
  }

  @Test
  void aChangeIsWhatAStoreMustWrite() {
    Runtime before = apply(apply(RUNNING, "in", "i1"), "slow", "a", "b");
    Runtime after = apply(apply(before, "quick", "a", "b"), "slow", "c");
    LedgerChange change = after.ledger().since(before.ledger());
    assertThat(change.newRun()).isFalse();
    assertThat(change.checkpoints()).extracting(Checkpoint::sequence).containsExactly(4L, 5L, 6L);
    assertThat(change.keys())
        .containsExactly(
            new AppliedKey("quick", "a", 4),
            new AppliedKey("quick", "b", 5),
            new AppliedKey("slow", "c", 6));
    assertThat(change.oldestCheckpoint().toJavaMap())
        .containsOnly(entry("in", 1L), entry("slow", 3L), entry("quick", 4L));
    assertThat(change.oldestKey().toJavaMap()).containsOnly(entry("slow", 3L), entry("quick", 4L));
  }

  @Test
  void aNewRunReplacesTheRows() {
    Runtime before = apply(RUNNING, "slow", "a", "b");
    Runtime next = before.complete(T0).get().trigger("again", T0).get().start(T0).get();
    LedgerChange change = apply(next, "quick", "a").ledger().since(before.ledger());
    assertThat(change.newRun()).isTrue();
    assertThat(change.keys()).containsExactly(new AppliedKey("quick", "a", 1));
    assertThat(change.oldestKey().keySet()).containsExactly("quick");
  }

  @Test
  void rowsThatDontBelongTogetherAreRefused() {
    LedgerRows rows = apply(RUNNING, "slow", "a", "b").ledger().rows();
    assertThat(Ledger.restore(PIPELINE, rows)).isEqualTo(apply(RUNNING, "slow", "a", "b").ledger());
    assertRefused(new LedgerRows(1, 1, 2, rows.checkpoints(), rows.keys()), "the ledger ends at 1");
    assertRefused(
        new LedgerRows(1, 2, 2, rows.checkpoints().reverse(), rows.keys()),
        "sequence 1 comes after 2");
    assertRefused(
        new LedgerRows(1, 2, 2, List.empty(), List.of(new AppliedKey("in", "a", 1))),
        "stage 'in', which is no sink");
    assertRefused(
        new LedgerRows(1, 2, 2, List.empty(), List.of(new AppliedKey("x", "a", 1))),
        "stage 'x', which pipeline 'p' hasn't");
  }

  private static void assertRefused(LedgerRows rows, String message) {
    assertThatThrownBy(() -> Ledger.restore(PIPELINE, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Runtime apply(Runtime runtime, String stage, String... keys) {
    Runtime next = runtime;
    for (String key : keys) {
      Processed processed = next.process(stage, 1, Duration.ZERO, key, T0);
      assertThat(processed.result()).isInstanceOf(ProcessResult.Applied.class);
      next = processed.runtime();
    }
    return next;
  }
}
