package dev.tidemark.benchmarks.flows;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.util.List;

/** The {@code tally} sink, which counts. Stateless. */
public final class TallyType implements SinkType {
  @Override
  public String type() {
    return "tally";
  }

  @Override
  public String description() {
    return "Counts readings and adds up their values.";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return new Guarantee(Guarantee.Level.AT_LEAST_ONCE, "counted in memory", false, true);
  }

  @Override
  public String target(Settings settings) {
    return "memory";
  }

  @Override
  public Sink open(StageContext context) {
    return new TallySink();
  }
}
