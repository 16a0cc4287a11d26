package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All that one invocation measures, and the servers that it needs for that. */
final class Session implements AutoCloseable {
  /** Jobs whose first row can be seen from outside. */
  private static final Set<String> COLD = Set.of("J1", "J2");

  private final Options options;
  private final Places places;
  private final Servers servers = new Servers();
  private final List<Report> reports = new ArrayList<>();
  private final StringBuilder page = new StringBuilder();
  private boolean right = true;

  Session(Options options) {
    this.options = options;
    this.places = new Places(options.root(), options.work());
  }

  /** Measures what is asked for; whether all results were right. */
  boolean run() throws Exception {
    String machine = Machine.described() + "\n\n";
    System.out.print(machine);
    page.append(machine);
    boolean growth = options.modes().contains("growth");
    if (growth) {
      String table = new Growth(places, servers, options).run();
      System.out.println(table);
      page.append(table);
    } else {
      jobs();
    }
    write(growth ? "growth" : "jobs");
    return right;
  }

  private void jobs() throws Exception {
    Jobs jobs = new Jobs(servers, places, options.records());
    for (String name : options.jobs()) {
      Job job = jobs.named(name);
      try {
        run(job);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // The other jobs can still be measured; the exit code tells.
        Progress.say(name + " failed: " + e);
        right = false;
      }
    }
  }

  private void run(Job job) throws Exception {
    List<Entrant> entrants = entrants(job);
    Comparison comparison = new Comparison(places, servers, job);
    Report report = new Report(job, comparison.run(entrants, options.warmUp(), options.turns()));
    reports.add(report);
    System.out.println(report.text());
    page.append(report.markdown());
    if (options.modes().contains("cold") && COLD.contains(job.name())) {
      String table = new ColdStart(places, servers.database(), job).run(entrants);
      System.out.println(table);
      page.append(table).append('\n');
    }
  }

  private List<Entrant> entrants(Job job) {
    List<Entrant> present = new ArrayList<>();
    for (Entrant each : job.entrants()) {
      if (!options.wants(each) || !options.has(each)) {
        continue;
      }
      if (!places.built(each.module())) {
        Progress.say(each.name() + " isn't built and is left out");
        continue;
      }
      present.add(each.role() == Entrant.Role.SUBJECT ? each.on(options.subjectJvm()) : each);
    }
    return present;
  }

  private void write(String section) throws IOException {
    if (options.markdown().isPresent()) {
      new Page(options.markdown().get(), section).write(page.toString());
    }
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), Report.json(reports));
    }
  }

  @Override
  public void close() throws IOException {
    servers.close();
  }
}
