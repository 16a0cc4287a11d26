package dev.tidemark.engine;

import dev.tidemark.connector.PlannedSinkContract;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.StageContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The planned sink that the engine's own tests use keeps what every planned sink promises. */
class PlannedFolderTest extends PlannedSinkContract {

  private final Outlets.Folder folder = new Outlets.Folder();

  @Override
  protected Sink.Planned newSink() {
    Settings none = new Settings(List.of(), Map.of());
    return (Sink.Planned) folder.open(new StageContext("flow", "out", false, none, 1024));
  }

  @Override
  protected List<List<Object>> rows() {
    return folder.parts.values().stream()
        .flatMap(List::stream)
        .map(row -> Arrays.asList(row))
        .sorted(Comparator.comparing(row -> (Long) row.get(0)))
        .toList();
  }
}
