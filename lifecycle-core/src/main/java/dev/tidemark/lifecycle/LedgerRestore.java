package dev.tidemark.lifecycle;

import io.vavr.collection.Array;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;

/** Builds a ledger from its rows, and refuses rows that don't belong together. */
final class LedgerRestore {
  private LedgerRestore() {}

  static Ledger restore(Pipeline pipeline, LedgerRows rows) {
    rows.checkpoints().forEach(row -> check(pipeline, rows, row, row.stage()));
    rows.keys().forEach(row -> checkKey(pipeline, rows, row));
    Map<String, ? extends Seq<Checkpoint>> checkpoints =
        rows.checkpoints().groupBy(Checkpoint::stage);
    Map<String, ? extends Seq<AppliedKey>> keys = rows.keys().groupBy(AppliedKey::sink);
    Array<StageLedger> stages =
        Array.ofAll(pipeline.stages())
            .map(
                stage ->
                    new StageLedger(
                        stage,
                        Journal.of(of(checkpoints, stage)),
                        AppliedKeys.of(of(keys, stage))));
    return new Ledger(rows.runs(), rows.sequence(), rows.attemptRecords(), stages);
  }

  private static <T> List<T> of(Map<String, ? extends Seq<T>> rows, Stage stage) {
    return rows.get(stage.name()).map(List::ofAll).getOrElse(List.empty());
  }

  private static void checkKey(Pipeline pipeline, LedgerRows rows, AppliedKey row) {
    Stage stage = check(pipeline, rows, row, row.sink());
    if (stage.kind() != StageKind.SINK) {
      throw new IllegalArgumentException(
          "key '%s' was saved for stage '%s', which is no sink"
              .formatted(row.idempotencyKey(), row.sink()));
    }
  }

  private static Stage check(Pipeline pipeline, LedgerRows rows, Sequenced row, String name) {
    if (row.sequence() < 1 || row.sequence() > rows.sequence()) {
      throw new IllegalArgumentException(
          "a row of stage '%s' has sequence %d; the ledger ends at %d"
              .formatted(name, row.sequence(), rows.sequence()));
    }
    return pipeline
        .stages()
        .find(stage -> stage.name().equals(name))
        .getOrElseThrow(
            () ->
                new IllegalArgumentException(
                    "a row was saved for stage '%s', which pipeline '%s' hasn't"
                        .formatted(name, pipeline.name())));
  }
}
