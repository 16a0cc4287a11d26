package dev.tidemark.file;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.util.List;

/** A file as a sink: it appears whole when the job is done. Stateless. */
public final class FileSinkType implements SinkType {

  @Override
  public String type() {
    return "file";
  }

  @Override
  public String description() {
    return "Writes one file of JSON lines, which appears whole at the end of a job.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required("path", Setting.Kind.PATH, "The file; what it held is replaced."),
        Setting.choice("format", List.of("jsonl"), "How rows are written."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    String name = String.valueOf(settings.path("path").getFileName());
    return name.endsWith(".gz")
        ? List.of(new Problem("path", "gzip can't be written yet; leave out .gz, found " + name))
        : List.of();
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return new Guarantee(
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
    return new FileSink(context);
  }
}
