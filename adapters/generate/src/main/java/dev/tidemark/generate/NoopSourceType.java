package dev.tidemark.generate;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** flow-pipe's {@code noop_source}: numbered messages, one column of text. Stateless. */
public final class NoopSourceType implements SourceType {

  private static final String DELAY = "delay_ms";
  private static final String MESSAGE = "message";
  private static final String MOST = "max_messages";
  private static final long LONGEST_DELAY_MS = 86_400_000;

  @Override
  public String type() {
    return "noop_source";
  }

  @Override
  public String description() {
    return "Makes numbered messages, one every so often, as flow-pipe's stage of that name does.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(DELAY, Setting.Kind.INTEGER, "0", "Milliseconds before each message."),
        Setting.optional(
            MESSAGE,
            Setting.Kind.TEXT,
            "noop_source",
            "What each message begins with; its number follows, from 0."),
        Setting.optional(
            MOST, Setting.Kind.INTEGER, "0", "How many messages to make; 0 is without end."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    long delay = settings.integer(DELAY);
    if (delay < 0 || delay > LONGEST_DELAY_MS) {
      problems.add(
          new Problem(
              DELAY, "expected milliseconds from 0 to " + LONGEST_DELAY_MS + ", was " + delay));
    }
    if (settings.integer(MOST) < 0) {
      problems.add(
          new Problem(MOST, "expected a number of messages, or 0, was " + settings.integer(MOST)));
    }
    return problems;
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return settings.integer(MOST) > 0;
  }

  @Override
  public boolean streamsByDefault(Settings settings) {
    return !bounded(settings, false);
  }

  @Override
  public boolean lasting(Settings settings) {
    return false;
  }

  @Override
  public Optional<Schema> columns(Settings settings) {
    return Optional.of(NoopSource.SCHEMA);
  }

  @Override
  public Source open(StageContext context) {
    Settings settings = context.settings();
    String text = settings.text(MESSAGE);
    // An empty message counts as none, as in flow-pipe.
    return new NoopSource(
        context.stage(),
        text.isEmpty() ? "noop_source" : text,
        settings.integer(DELAY),
        settings.integer(MOST));
  }
}
