package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.Map;

/** J4: a table merged into another one of the same database. */
record TableToTableJob(OrderData data, IntoTable target) implements Job {
  @Override
  public String name() {
    return "J4";
  }

  @Override
  public String title() {
    return "PostgreSQL to PostgreSQL, merge by key";
  }

  @Override
  public List<Entrant> entrants() {
    return List.of(Entrant.byHand("TableToTable"), Entrant.tidemark());
  }

  @Override
  public long records(Entrant entrant) {
    return data.records();
  }

  @Override
  public Map<String, String> prepare(Entrant entrant) throws Exception {
    String from = data.table();
    Map<String, String> settings = target.begin();
    settings.put("from", from);
    return settings;
  }

  @Override
  public void check(Entrant entrant) throws Exception {
    target.check(data.all());
  }
}
