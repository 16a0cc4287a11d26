package dev.tidemark.benchmarks.reactor;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Reading;
import dev.tidemark.benchmarks.contender.Tally;
import dev.tidemark.benchmarks.contender.Task;
import java.util.Optional;
import reactor.core.publisher.Flux;

/** J5: fused, all of it in the calling thread. */
public final class EngineAlone implements Contender {
  @Override
  public void run(Task task) {
    int records = Math.toIntExact(task.number("records"));
    Optional<Counter> counted =
        Flux.range(0, records)
            .map(Reading::numbered)
            .map(Reading::calibrated)
            .filter(Reading::kept)
            .map(Reading::scaled)
            .collect(Counter::new, Counter::add)
            .blockOptional();
    counted.orElseGet(Counter::new).tally().check(records);
  }

  /** The sink. */
  private static final class Counter {
    private long count;
    private long sum;

    private void add(Reading reading) {
      count++;
      sum += reading.value();
    }

    private Tally tally() {
      return new Tally(count, sum);
    }
  }
}
