package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Histories.PIPELINE;
import static dev.tidemark.lifecycle.Histories.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Histories.History;
import io.vavr.collection.List;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Equal histories are equal values, also through a store. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(Histories.class)
@Domain(DomainContext.Global.class)
class EqualityProperties {
  @Property
  void equalHistoriesAreEqualValuesAndSignatures(@ForAll History history) {
    Pipeline other =
        new Pipeline(PIPELINE.name(), PIPELINE.schedule(), Vector.ofAll(PIPELINE.stages()));
    Runtime one = history.end();
    Runtime two = history.from(Runtime.of(other));
    assertThat(two).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(two.signature()).isEqualTo(one.signature());
  }

  @Property
  void signaturesDifferWhenValuesDo(@ForAll History history) {
    Runtime runtime = idle();
    for (Operation operation : history.operations()) {
      Runtime next = operation.applyTo(runtime).runtime();
      assertThat(next.signature().equals(runtime.signature())).isEqualTo(next.equals(runtime));
      runtime = next;
    }
  }

  @Property
  void aRestoredRuntimeIsEqualAndGoesOnEqually(
      @ForAll History history, @ForAll @IntRange(max = 60) int at) {
    java.util.List<Operation> all = history.operations();
    int split = Math.min(at, all.size());
    Runtime saved = new History(all.subList(0, split)).end();
    Runtime loaded = restored(saved, saved.ledger().rows());
    assertThat(loaded).isEqualTo(saved).hasSameHashCodeAs(saved);
    assertThat(loaded.signature()).isEqualTo(saved.signature());
    History rest = new History(all.subList(split, all.size()));
    assertThat(rest.from(loaded)).isEqualTo(rest.from(saved));
  }

  @Property
  void aStoreThatWritesOnlyChangesHoldsAnEqualRuntime(
      @ForAll History history, @ForAll @IntRange(min = 1, max = 9) int every) {
    Rows store = new Rows();
    Runtime saved = idle();
    Runtime runtime = idle();
    int step = 0;
    for (Operation operation : history.operations()) {
      runtime = operation.applyTo(runtime).runtime();
      if (++step % every == 0) {
        store.write(runtime.ledger().since(saved.ledger()));
        saved = runtime;
        assertThat(restored(saved, store.rows(saved.ledger()))).isEqualTo(saved);
      }
    }
  }

  private static Runtime restored(Runtime saved, LedgerRows rows) {
    return new Runtime(
        saved.pipeline(),
        saved.lifecycle(),
        saved.telemetry(),
        saved.retention(),
        Ledger.restore(saved.pipeline(), rows));
  }

  /** A store's two tables. */
  private static final class Rows {
    private final java.util.List<Checkpoint> checkpoints = new ArrayList<>();
    private final java.util.List<AppliedKey> keys = new ArrayList<>();

    void write(LedgerChange change) {
      if (change.newRun()) {
        checkpoints.clear();
        keys.clear();
      }
      checkpoints.addAll(change.checkpoints().asJava());
      keys.addAll(change.keys().asJava());
      checkpoints.removeIf(
          row -> row.sequence() < change.oldestCheckpoint().getOrElse(row.stage(), 0L));
      keys.removeIf(row -> row.sequence() < change.oldestKey().getOrElse(row.sink(), 0L));
    }

    LedgerRows rows(Ledger ledger) {
      return new LedgerRows(
          ledger.runs(),
          ledger.sequence(),
          ledger.attemptRecords(),
          List.ofAll(checkpoints).sorted(Comparator.comparingLong(Checkpoint::sequence)),
          List.ofAll(keys).sorted(Comparator.comparingLong(AppliedKey::sequence)));
    }
  }
}
