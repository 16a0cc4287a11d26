package dev.tidemark.benchmarks.jobs;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The program behind {@code benchmarks/run}. */
public final class Main {
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
    boolean right = true;
    try (Servers servers = new Servers()) {
      String machine = Machine.described();
      System.out.println(machine + "\n");
      Jobs jobs = new Jobs(servers, places, options.records());
      for (String name : options.jobs()) {
        Job job = jobs.named(name);
        try {
          List<Line> lines =
              new Comparison(places, servers, job)
                  .run(entrants(job, options, places), options.turns());
          Report report = new Report(job, lines);
          System.out.println(report.text());
          page.append(report.markdown());
        } catch (Exception e) {
          Progress.say(name + " failed: " + e);
          right = false;
        }
      }
    }
    if (options.markdown().isPresent()) {
      Files.writeString(options.markdown().get(), page);
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
