package dev.tidemark.benchmarks.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * J6: small batches, each durable with its position before the next one begins: of one record, and
 * of a hundred.
 *
 * @param records by a hundred a step; by one are fewer
 */
record StepsJob(IntoTable target, long records) implements Job {
  private static final List<Integer> BATCHES = List.of(1, 100);

  @Override
  public String name() {
    return "J6";
  }

  @Override
  public String title() {
    return "durable steps: one small batch after another, each with its position";
  }

  @Override
  public List<Entrant> entrants() {
    List<Entrant> entrants = new ArrayList<>();
    for (int batch : BATCHES) {
      String suffix = ", " + batch + " a step";
      Map<String, String> settings = Map.of("batch", Integer.toString(batch));
      for (Entrant each :
          List.of(
              Entrant.byHand("DurableSteps"),
              Entrant.tidemark(),
              Entrant.rival("Spring Batch", "spring-batch", Entrant.SPRING + "DurableSteps"))) {
        entrants.add(each.named(each.name() + suffix).with(settings));
      }
    }
    return entrants;
  }

  @Override
  public long records(Entrant entrant) {
    return batch(entrant) == 1 ? Math.max(1, records / 50) : records;
  }

  @Override
  public Map<String, String> prepare(Entrant entrant) throws Exception {
    return target.begin(
        "create table " + target.name() + " (id bigint primary key, payload text not null)");
  }

  @Override
  public void check(Entrant entrant) throws Exception {
    long count = records(entrant);
    String expected = count + " " + count * (count + 1) / 2;
    String found =
        target.database().value("select count(*) || ' ' || sum(id) from " + target.name());
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "expected rows and the sum of ids " + expected + ", found " + found);
    }
    target.clear();
  }

  private static int batch(Entrant entrant) {
    return Integer.parseInt(entrant.settings().getOrDefault("batch", "1"));
  }
}
