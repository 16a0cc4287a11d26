package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files as a source: JSON lines or CSV, plain or gzip. Stateless. */
public final class FileSourceType implements SourceType {

  private static final int SAMPLE_RECORD_BYTES = 1024 * 1024;

  @Override
  public String type() {
    return "file";
  }

  @Override
  public String description() {
    return "Reads a file, or the files of a glob: JSON lines or CSV, plain or gzip.";
  }

  @Override
  public List<Setting> settings() {
    return FileSettings.SETTINGS;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return FileSettings.problems(settings);
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return !FileSettings.follows(settings, streaming);
  }

  @Override
  public Optional<Schema> columns(Settings settings) throws ConnectorException {
    if (!FileSettings.problems(settings).isEmpty()) {
      return Optional.empty();
    }
    FileSettings file = FileSettings.of(settings);
    if (file.columns().isPresent()) {
      return file.columns();
    }
    FileSet set = FileSet.of(file.path());
    try {
      List<SourceFile> files = new ArrayList<>();
      for (Path path : set.files()) {
        files.add(new SourceFile(new Partition("sample", set.name(path)), path, set.name(path)));
      }
      return FileColumns.inferred(files, file.format(), SAMPLE_RECORD_BYTES);
    } catch (IOException e) {
      throw SourceFile.failure(file.path().toString(), e);
    }
  }

  @Override
  public Source open(StageContext context) {
    return new FileSource(context);
  }
}
