package dev.tidemark.simulation;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.Transform;
import dev.tidemark.connector.TransformType;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stage types of one process: they open ways to the world under one variant of the flow. */
record SimulatedTypes(World world, String process, int variant, Rules rules)
    implements Scenario.Types {

  @Override
  public SourceType source(String name) {
    return new SourceType() {
      @Override
      public String type() {
        return "simulated";
      }

      @Override
      public String description() {
        return "records of the world";
      }

      @Override
      public List<Setting> settings() {
        return List.of();
      }

      @Override
      public boolean bounded(Settings settings, boolean streaming) {
        return !streaming;
      }

      @Override
      public Source open(StageContext context) {
        return new SimulatedSource(world, name, SimulatedTypes.this);
      }
    };
  }

  @Override
  public TransformType transform(String name) {
    return new TransformType() {
      @Override
      public String type() {
        return "simulated";
      }

      @Override
      public String description() {
        return "none, one or two rows of each";
      }

      @Override
      public List<Setting> settings() {
        return List.of();
      }

      @Override
      public Transform open(StageContext context, Schema input) {
        return new Multiplied(name);
      }
    };
  }

  @Override
  public SinkType sink(Scenario.SinkPlan plan) {
    return new SinkType() {
      @Override
      public String type() {
        return "simulated";
      }

      @Override
      public String description() {
        return "a target of the world";
      }

      @Override
      public List<Setting> settings() {
        return List.of();
      }

      @Override
      public Guarantee guarantee(Settings settings) {
        return new Guarantee(
            Guarantee.Level.EXACTLY_ONCE, "simulated", plan.replaces(), !plan.replaces());
      }

      @Override
      public String target(Settings settings) {
        return plan.name();
      }

      @Override
      public Sink open(StageContext context) {
        return SimulatedSink.open(plan, SimulatedTypes.this);
      }
    };
  }

  /** Makes of each row what the rules say. */
  private final class Multiplied implements Transform {

    private final String stage;

    Multiplied(String stage) {
      this.stage = stage;
    }

    @Override
    public Schema schema() {
      return SimulatedSource.SCHEMA;
    }

    @Override
    public Result apply(RowBatch rows, Instant plannedAt) {
      RowBatchBuilder made = new RowBatchBuilder(SimulatedSource.SCHEMA, rows.size());
      List<BadRecord> bad = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        Item item = World.item(rows.row(i));
        int count = rules.made(stage, variant, item);
        if (count == Rules.BAD) {
          bad.add(new BadRecord(rows.origin(i), "bad in " + stage, "", json(rows.row(i))));
        }
        for (int child = 0; child < count; child++) {
          made.add(world.row(Model.child(item, child)), rows.origin(i));
        }
      }
      return new Result(made.build(), bad);
    }

    private static byte[] json(@Nullable Object[] row) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        new JsonRowWriter(SimulatedSource.SCHEMA).write(row, bytes);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return bytes.toByteArray();
    }
  }
}
