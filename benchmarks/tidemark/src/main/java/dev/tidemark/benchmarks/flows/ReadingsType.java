package dev.tidemark.benchmarks.flows;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Optional;

/** The {@code readings} source, of readings made in memory. Stateless. */
public final class ReadingsType implements SourceType {
  private static final String COUNT = "count";

  @Override
  public String type() {
    return "readings";
  }

  @Override
  public String description() {
    return "Makes readings in memory.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.required(COUNT, Setting.Kind.INTEGER, "How many."));
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return true;
  }

  @Override
  public Optional<Schema> columns(Settings settings) {
    return Optional.of(Readings.SCHEMA);
  }

  @Override
  public Source open(StageContext context) {
    return new Readings(context.stage(), context.settings().integer(COUNT));
  }
}
