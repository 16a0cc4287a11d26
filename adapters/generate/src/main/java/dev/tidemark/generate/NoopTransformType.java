package dev.tidemark.generate;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.Transform;
import dev.tidemark.connector.TransformType;
import dev.tidemark.record.Schema;
import java.util.List;

/** flow-pipe's {@code noop_transform}: hands every record on as it is. Stateless. */
public final class NoopTransformType implements TransformType {

  private static final String DELAY = "delay_ms";
  private static final String VERBOSE = "verbose";
  private static final long LONGEST_DELAY_MS = 60_000;

  @Override
  public String type() {
    return "noop_transform";
  }

  @Override
  public String description() {
    return "Hands every record on as it is, after a delay, as flow-pipe's stage of that name does.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(
            VERBOSE,
            Setting.Kind.BOOLEAN,
            "false",
            "Whether each record is logged, which run --verbose shows."),
        Setting.optional(DELAY, Setting.Kind.INTEGER, "0", "Milliseconds that each record takes."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    long delay = settings.integer(DELAY);
    return delay >= 0 && delay <= LONGEST_DELAY_MS
        ? List.of()
        : List.of(
            new Problem(
                DELAY, "expected milliseconds from 0 to " + LONGEST_DELAY_MS + ", was " + delay));
  }

  @Override
  public Transform open(StageContext context, Schema input) {
    Settings settings = context.settings();
    return new NoopTransform(
        context.stage(), input, settings.flag(VERBOSE), settings.integer(DELAY));
  }
}
