package dev.tidemark.benchmarks.jobs;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The program behind {@code benchmarks/run}. */
public final class Main {
  /** Jobs whose first row can be seen. */
  private static final Set<String> COLD = Set.of("J1", "J2");

  private Main() {}

  /** Ends with 2 if the arguments are wrong, with 1 if a job failed or gave a wrong result. */
  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      Progress.say(String.valueOf(e.getMessage()));
      System.exit(2);
      return;
    }
    System.exit(run(options) ? 0 : 1);
  }

  private static boolean run(Options options) throws Exception {
    Places places = new Places(options.root(), options.work());
    StringBuilder page = new StringBuilder();
    List<Report> reports = new ArrayList<>();
    boolean right = true;
    try (Servers servers = new Servers()) {
      String machine = Machine.described();
      System.out.println(machine + "\n");
      if (options.modes().contains("growth")) {
        System.out.println(new Growth(places, servers, options).run());
        return true;
      }
      Jobs jobs = new Jobs(servers, places, options.records());
      for (String name : options.jobs()) {
        Job job = jobs.named(name);
        try {
          List<Entrant> entrants = entrants(job, options, places);
          List<Line> lines = new Comparison(places, servers, job).run(entrants, options.turns());
          Report report = new Report(job, lines);
          System.out.println(report.text());
          page.append(report.markdown());
          reports.add(report);
          if (options.modes().contains("cold") && COLD.contains(name)) {
            System.out.println(new ColdStart(places, servers.database(), job).run(entrants));
          }
        } catch (Exception e) {
          Progress.say(name + " failed: " + e);
          right = false;
        }
      }
    }
    if (options.markdown().isPresent()) {
      Files.writeString(options.markdown().get(), page);
    }
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), Report.json(reports));
    }
    return right;
  }

  private static List<Entrant> entrants(Job job, Options options, Places places) {
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
}
