package dev.tidemark.file;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.time.InstantSource;
import java.util.List;

/** Files as a sink: one that appears whole when the job is done, or many, rolled. Stateless. */
public final class FileSinkType implements SinkType {

  @Override
  public String type() {
    return "file";
  }

  @Override
  public String description() {
    return "Writes JSON lines or csv, plain or gzip: one file, which appears whole at the end of a"
        + " job, or many, each of which appears when it is full.";
  }

  @Override
  public List<Setting> settings() {
    return FileSinkSettings.SETTINGS;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return FileSinkSettings.problems(settings);
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return FileSinkSettings.isRolled(settings)
        ? new Guarantee(
            Guarantee.Level.EXACTLY_ONCE,
            "each file planned with its position in one sidecar, then named once",
            false,
            true)
        : new Guarantee(
            Guarantee.Level.EXACTLY_ONCE,
            "length and position in one sidecar, then a rename",
            true,
            false);
  }

  @Override
  public String target(Settings settings) {
    return settings.path("path").toString();
  }

  @Override
  public Sink open(StageContext context) {
    return FileSink.open(context, new LocalDisk(), InstantSource.system());
  }
}
