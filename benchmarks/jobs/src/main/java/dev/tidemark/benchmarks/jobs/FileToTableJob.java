package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.Map;

/** J1: a file of JSON lines, filtered and with a column computed, merged into a table. */
final class FileToTableJob implements Job {
  private final OrderData data;
  private final IntoTable target;

  FileToTableJob(OrderData data, IntoTable target) {
    this.data = data;
    this.target = target;
  }

  @Override
  public String name() {
    return "J1";
  }

  @Override
  public String title() {
    return "JSON Lines file, filter, computed column, PostgreSQL upsert by key";
  }

  @Override
  public List<Entrant> entrants() {
    return List.of(
        Entrant.byHand("FileToTable"),
        Entrant.tidemark(),
        Entrant.rival("Spring Batch", "spring-batch", Entrant.SPRING + "FileToTable"),
        Entrant.of(
            "COPY alone",
            "by-hand",
            "dev.tidemark.benchmarks.byhand.PlainCopy",
            Entrant.Role.YARDSTICK));
  }

  @Override
  public long records(Entrant entrant) {
    return data.records();
  }

  @Override
  public Map<String, String> prepare(Entrant entrant) throws Exception {
    Map<String, String> settings = target.begin();
    settings.put("file", data.file().toString());
    return settings;
  }

  @Override
  public void check(Entrant entrant) throws Exception {
    target.check(data.sold());
  }
}
