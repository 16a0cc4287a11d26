package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;

/** A target that never answers. */
final class AwayType implements SinkType {
  @Override
  public String type() {
    return "away";
  }

  @Override
  public String description() {
    return "never answers";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return new Guarantee(Guarantee.Level.AT_LEAST_ONCE, "hope", false, true);
  }

  @Override
  public String target(Settings settings) {
    return "nowhere";
  }

  @Override
  public Sink open(StageContext context) {
    return new Away();
  }

  private static final class Away implements Sink.AtLeastOnce {
    @Override
    public void prepare(Schema schema) throws ConnectorException {
      throw new ConnectorException.Retryable("no answer", null);
    }

    @Override
    public void write(RowBatch rows) {}

    @Override
    public void close() {}
  }
}
