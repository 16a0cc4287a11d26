package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Task;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes ready for a turn of a job and says what is to be done. */
record Tasks(Places places, Job job) {
  Task next(Entrant entrant) throws Exception {
    Path work = places.newTurn();
    Map<String, String> settings = new LinkedHashMap<>(job.prepare(entrant));
    settings.put("job", job.name());
    settings.put("records", Long.toString(job.records(entrant)));
    settings.put("work", work.toString());
    settings.putAll(entrant.settings());
    if (entrant.role() == Entrant.Role.SUBJECT) {
      String name = job.name().toLowerCase(Locale.ROOT);
      settings.put("flow", FlowText.of(places.root(), name, settings));
    }
    return new Task(settings);
  }
}
