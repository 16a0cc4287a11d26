package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tidemark alone at growing sizes: whether it stays as fast, and as small. */
final class Growth {
  /** What can grow, in the order in which it is measured. */
  static final Set<String> AXES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  "records", "files", "lengths", "partitions", "stages", "sinks", "checkpoints")));

  private static final List<Integer> TIMES = List.of(1, 10, 100);
  private static final List<Integer> PARTITIONS = List.of(1, 16, 256);
  private static final List<Integer> STAGES = List.of(1, 10, 50);
  private static final List<Integer> SINKS = List.of(1, 5);

  /** What is written to; a warm-up has one of its own. */
  static final String TARGET = "growth_target";

  private static final String WARM_UP = "growth_warm_up";
  private static final int WARM_STEPS = 1_000;

  private final Places places;
  private final Servers servers;
  private final Options options;
  private final StringBuilder table = new StringBuilder();

  Growth(Places places, Servers servers, Options options) {
    this.places = places;
    this.servers = servers;
    this.options = options;
  }

  /** What is asked for; a table of Markdown. */
  String run() throws Exception {
    table.append("| what | size | records/s | seconds | peak MB | heap MB |\n");
    table.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (String axis : AXES) {
      if (options.growth().contains(axis)) {
        grow(axis);
      }
    }
    return table.toString();
  }

  private void grow(String axis) throws Exception {
    switch (axis) {
      case "records" -> records();
      case "files" -> files();
      case "lengths" ->
          new GrowingLines(
                  places,
                  servers,
                  (what, size, records, flow) ->
                      measure(what, size, records, Map.of("flow", flow, "job", "growth")))
              .run();
      case "partitions" -> partitions();
      case "stages" -> stages();
      case "sinks" -> sinks();
      case "checkpoints" -> resumes();
      default -> throw new IllegalArgumentException(axis);
    }
  }

  private void records() throws Exception {
    for (int times : TIMES) {
      long readings = times * options.records();
      String flow = FlowText.of(places.root(), "j5", Map.of("records", Long.toString(readings)));
      measure("readings, the engine alone", readings, readings, Map.of("flow", flow, "job", "J5"));
    }
  }

  private void files() throws Exception {
    // A hundred times as many would be a file of 20 GB: it can be asked for by --records.
    for (int times : List.of(1, 10)) {
      OrderData data = new OrderData(places.data(), servers.database(), times * options.records());
      FileToTableJob job = new FileToTableJob(data, new IntoTable(servers.database(), TARGET));
      Map<String, String> settings = job.prepare(Entrant.tidemark());
      String flow = FlowText.of(places.root(), "j1", settings);
      measure(
          "orders, file to PostgreSQL",
          data.records(),
          data.records(),
          Map.of("flow", flow, "job", "J1"));
      count(TARGET, data.records());
      new IntoTable(servers.database(), TARGET).clear();
    }
  }

  private void partitions() throws Exception {
    OrderData data = new OrderData(places.data(), servers.database(), options.records());
    for (int partitions : PARTITIONS) {
      Path parts = split(data.file(), partitions);
      IntoTable target = new IntoTable(servers.database(), TARGET);
      Map<String, String> settings = new LinkedHashMap<>(target.begin());
      settings.put("file", parts.resolve("*.jsonl").toString());
      String flow = FlowText.of(places.root(), "j1", settings);
      measure(
          "partitions: files into PostgreSQL",
          partitions,
          data.records(),
          Map.of("flow", flow, "job", "J1"));
      count(TARGET, data.records());
      target.clear();
    }
  }

  private void count(String name, long records) throws Exception {
    String found = servers.database().value("select count(*) from " + name);
    long expected = 0;
    for (long number = 1; number <= records; number++) {
      expected += GeneratedOrder.numbered(number).status().equals(Orders.CANCELLED) ? 0 : 1;
    }
    if (!found.equals(Long.toString(expected))) {
      throw new IllegalStateException("expected " + expected + " rows, found " + found);
    }
  }

  private Path split(Path file, int partitions) throws IOException {
    Path folder = places.newTurn();
    List<BufferedWriter> parts = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      parts.add(Files.newBufferedWriter(folder.resolve("part-%03d.jsonl".formatted(i))));
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int next = 0;
      for (Optional<String> line = read(lines); line.isPresent(); line = read(lines)) {
        parts.get(next++ % partitions).append(line.get()).append('\n');
      }
    }
    for (BufferedWriter part : parts) {
      part.close();
    }
    return folder;
  }

  private static Optional<String> read(BufferedReader lines) throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  private void stages() throws Exception {
    long readings = options.records();
    for (int count : STAGES) {
      String flow = GrowthFlows.stages(count, readings);
      measure("sql stages in a line", count, readings, counted(flow, readings));
    }
  }

  private void sinks() throws Exception {
    long readings = options.records();
    for (int count : SINKS) {
      measure("sinks", count, readings, counted(GrowthFlows.sinks(count, readings), readings));
    }
  }

  private static Map<String, String> counted(String flow, long readings) {
    return Map.of("flow", flow, "job", "growth", "counted", Long.toString(readings));
  }

  /** One turn in a new process, which has done as many records as the smallest size has before. */
  private void measure(String what, long size, long records, Map<String, String> settings)
      throws Exception {
    Map<String, String> task = new LinkedHashMap<>(settings);
    task.put("records", Long.toString(records));
    task.put("work", places.newTurn().toString());
    try (ContenderJvm process = ContenderJvm.start(subject(), places)) {
      warmUp(process, settings.getOrDefault("flow", ""), Math.min(records, options.records()));
      long began = System.nanoTime();
      process.begin(new Task(task));
      double heap = process.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      row(what, size, records, new Measured(seconds, Usage.peakMemory(process.pid()), heap));
    }
  }

  /** The same flow with a target of its own, up to a limit. */
  private void warmUp(ContenderJvm process, String flow, long limit) throws Exception {
    Map<String, String> task = new LinkedHashMap<>();
    task.put("flow", flow.replace(TARGET, WARM_UP).replaceFirst("name: ", "name: warm-up-"));
    task.put("job", "warm-up");
    task.put("work", places.newTurn().toString());
    turn(process, task, limit);
    if (flow.contains(TARGET)) {
      servers.database().execute("drop table if exists " + WARM_UP);
    }
  }

  /** How long a run of one record more takes, in a process that is warm. */
  private void resumes() throws Exception {
    for (long checkpoints : List.of(10L, 1_000L, options.checkpoints())) {
      IntoTable target = new IntoTable(servers.database(), TARGET);
      Map<String, String> settings =
          new LinkedHashMap<>(
              target.begin("create table " + TARGET + " (id bigint, sensor int, value bigint)"));
      String sink = FlowText.of(places.root(), "steps", settings);
      String flow = GrowthFlows.checkpoints(2 * options.checkpoints(), sink);
      Map<String, String> task = new LinkedHashMap<>(Map.of("flow", flow, "job", "growth"));
      task.put("work", places.newTurn().toString());
      try (ContenderJvm process = ContenderJvm.start(subject(), places)) {
        warmUp(process, flow, WARM_STEPS);
        turn(process, task, checkpoints);
        long began = System.nanoTime();
        double heap = turn(process, task, 1);
        double seconds = (System.nanoTime() - began) / 1e9;
        row(
            "resumed after checkpoints",
            checkpoints,
            1,
            new Measured(seconds, Usage.peakMemory(process.pid()), heap));
      }
      target.clear();
    }
  }

  private static double turn(ContenderJvm process, Map<String, String> task, long limit)
      throws IOException {
    Map<String, String> limited = new LinkedHashMap<>(task);
    limited.put("limit", Long.toString(limit));
    process.begin(new Task(limited));
    return process.await();
  }

  private Entrant subject() {
    return Entrant.tidemark().on(options.subjectJvm());
  }

  private record Measured(double seconds, double memory, double heap) {}

  private void row(String what, long size, long records, Measured measured) {
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,.0f | %.2f | %,.0f | %,.0f |%n",
            what,
            size,
            records / measured.seconds(),
            measured.seconds(),
            measured.memory(),
            measured.heap());
    Progress.say(row.strip());
    table.append(row);
  }
}
