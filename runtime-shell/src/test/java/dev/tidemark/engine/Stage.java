package dev.tidemark.engine;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.Transform;
import dev.tidemark.connector.TransformType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A transform that keeps some rows and refuses others. */
final class Stage implements TransformType {
  Predicate<Object[]> keeps = row -> true;
  Predicate<Object[]> refuses = row -> false;
  Consumer<RowBatch> each = rows -> {};
  Schema output = Rows.SCHEMA;
  String wrong = "";

  static Stage keeping(Predicate<Object[]> keeps) {
    Stage stage = new Stage();
    stage.keeps = keeps;
    return stage;
  }

  static Stage refusing(Predicate<Object[]> refuses) {
    Stage stage = new Stage();
    stage.refuses = refuses;
    return stage;
  }

  static Stage calling(Consumer<RowBatch> each) {
    Stage stage = new Stage();
    stage.each = each;
    return stage;
  }

  @Override
  public String type() {
    return "stage";
  }

  @Override
  public String description() {
    return "keeps some rows";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Transform open(StageContext context, Schema input) throws InvalidStageException {
    if (!wrong.isEmpty()) {
      throw new InvalidStageException("query", wrong);
    }
    return new Kept(this);
  }

  private record Kept(Stage stage) implements Transform {
    @Override
    public Schema schema() {
      return stage.output;
    }

    @Override
    public Result apply(RowBatch rows, Instant plannedAt) {
      stage.each.accept(rows);
      RowBatchBuilder kept = new RowBatchBuilder(stage.output, rows.size());
      List<BadRecord> bad = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        if (stage.refuses.test(rows.row(i))) {
          byte[] payload = Payload.of(rows.schema(), rows.row(i));
          bad.add(new BadRecord(rows.origin(i), "refused", "", payload));
        } else if (stage.keeps.test(rows.row(i))) {
          kept.add(rows.row(i), rows.origin(i));
        }
      }
      return new Result(kept.build(), bad);
    }
  }
}
