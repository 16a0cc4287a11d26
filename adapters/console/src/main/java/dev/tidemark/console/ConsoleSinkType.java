package dev.tidemark.console;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.util.List;

/** Standard output as a sink. Stateless. */
public final class ConsoleSinkType implements SinkType {

  @Override
  public String type() {
    return "console";
  }

  @Override
  public String description() {
    return "Prints each row to standard output as one line of JSON.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.choice("format", List.of("jsonl"), "How rows are printed."));
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return new Guarantee(
        Guarantee.Level.AT_LEAST_ONCE, "what is printed can't be looked up", false, true);
  }

  @Override
  public String target(Settings settings) {
    return "stdout";
  }

  /** Each process prints its own. */
  @Override
  public boolean shareable(Settings settings) {
    return true;
  }

  @Override
  public Sink open(StageContext context) {
    return new ConsoleSink(ConsoleSink.standardOutput(), false);
  }
}
