package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Task;
import dev.tidemark.servers.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long it takes from the start of a process until another connection sees the first row. */
final class ColdStart {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int TRIALS = 3;

  private final Places places;
  private final PostgresDatabase database;
  private final Job job;

  ColdStart(Places places, PostgresDatabase database, Job job) {
    this.places = places;
    this.database = database;
    this.job = job;
  }

  /** A table of Markdown: a line each, with the milliseconds of all trials. */
  String run(List<Entrant> entrants) throws Exception {
    Map<String, List<Long>> found = new LinkedHashMap<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      for (Entrant each : entrants) {
        if (each.role() == Entrant.Role.SUBJECT) {
          note(found, each.name() + ", ./tidemark with its cache", launched(each, launcher()));
          note(found, each.name() + ", without a cache", launched(each, plain()));
        } else if (each.role() != Entrant.Role.YARDSTICK) {
          note(found, each.name(), contender(each));
        }
      }
    }
    StringBuilder text = new StringBuilder("| first row of a cold start | ms, median | trials |\n");
    text.append("| --- | ---: | --- |\n");
    found.forEach(
        (name, times) -> {
          List<Long> sorted = times.stream().sorted().toList();
          text.append(
              String.format(
                  Locale.ROOT, "| %s | %,d | %s |%n", name, sorted.get(TRIALS / 2), sorted));
        });
    return text.toString();
  }

  private static void note(Map<String, List<Long>> found, String name, long millis) {
    Progress.say("cold start of " + name + ": " + millis + " ms");
    found.computeIfAbsent(name, unused -> new ArrayList<>()).add(millis);
  }

  private long contender(Entrant entrant) throws Exception {
    Task task = new Tasks(places, job).next(entrant);
    long began = System.nanoTime();
    try (ContenderJvm process = ContenderJvm.start(entrant, places)) {
      process.begin(task);
      long millis = awaitRow(task, began);
      // To its end, for the table has to be whole when it is looked at.
      process.await();
      job.check(entrant);
      return millis;
    }
  }

  private long launched(Entrant entrant, List<String> command) throws Exception {
    Task task = new Tasks(places, job).next(entrant);
    Path flow = Files.writeString(task.work().resolve("flow.yaml"), task.text("flow"));
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("run", "--quiet", flow.toString()));
    Path log = places.log(entrant);
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      long millis = awaitRow(task, began);
      if (process.waitFor() != 0) {
        throw new IOException("the run has failed: " + Files.readString(log));
      }
      job.check(entrant);
      return millis;
    } finally {
      process.destroyForcibly();
    }
  }

  private long awaitRow(Task task, long began)
      throws SQLException, IOException, InterruptedException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      while (System.nanoTime() - began < PATIENCE_NANOS) {
        try (ResultSet row =
            statement.executeQuery("select 1 from " + task.text("to") + " limit 1")) {
          if (row.next()) {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
          }
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
    throw new IOException("no row has come");
  }

  private List<String> plain() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path jar = places.root().resolve("adapters/cli/target/tidemark.jar");
    return List.of(java, "-jar", jar.toString());
  }

  /** Its cache is made beside its first run, so that is waited for. */
  private List<String> launcher() throws IOException, InterruptedException {
    Path launcher = places.root().resolve("tidemark");
    Process first =
        new ProcessBuilder(launcher.toString(), "version").redirectErrorStream(true).start();
    first.getInputStream().readAllBytes();
    first.waitFor();
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!hasCache() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return List.of(launcher.toString());
  }

  private boolean hasCache() throws IOException {
    Path target = places.root().resolve("adapters/cli/target");
    try (var caches = Files.newDirectoryStream(target, "start-*.{aot,jsa}")) {
      for (Path each : caches) {
        if (Files.getLastModifiedTime(each)
                .compareTo(Files.getLastModifiedTime(target.resolve("tidemark.jar")))
            > 0) {
          return true;
        }
      }
    }
    return false;
  }
}
