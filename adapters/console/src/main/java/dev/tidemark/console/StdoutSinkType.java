package dev.tidemark.console;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.util.List;

/**
 * flow-pipe's {@code stdout_sink}: a row of one text column is a line of that text, any other a
 * line of JSON. Stateless.
 */
public final class StdoutSinkType implements SinkType {

  private static final ConsoleSinkType CONSOLE = new ConsoleSinkType();

  @Override
  public String type() {
    return "stdout_sink";
  }

  @Override
  public String description() {
    return "Prints each row to standard output: a single text as it is, anything else as JSON.";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return CONSOLE.guarantee(settings);
  }

  @Override
  public String target(Settings settings) {
    return CONSOLE.target(settings);
  }

  @Override
  public boolean shareable(Settings settings) {
    return CONSOLE.shareable(settings);
  }

  @Override
  public Sink open(StageContext context) {
    return new ConsoleSink(ConsoleSink.standardOutput(), true);
  }
}
