package dev.tidemark.benchmarks.jobs;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is asked for.
 *
 * @param jobs their names
 * @param records of each job but those that have numbers of their own; then they are scaled
 * @param warmUp seconds of turns before those, of each contender
 * @param turns that count, of each contender
 * @param with rivals that don't run unless asked for
 * @param only names of entrants, lower case, or their beginnings; empty for all
 * @param json where to write all figures to
 * @param markdown where to write the tables to
 * @param modes what is measured beside the jobs or instead of them
 * @param growth what grows, where growth is measured
 * @param heap of Tidemark's JVM, as -Xmx takes it
 * @param jvm further options of Tidemark's JVM
 * @param checkpoints the most after which a run is resumed
 */
record Options(
    Path root,
    Path work,
    List<String> jobs,
    long records,
    double warmUp,
    int turns,
    Set<String> with,
    List<String> only,
    Optional<Path> json,
    Optional<Path> markdown,
    Set<String> modes,
    Set<String> growth,
    String heap,
    List<String> jvm,
    long checkpoints) {
  private static final long MILLION = 1_000_000;

  /** Modules that only run when they are asked for, and by which name. */
  private static final Map<String, String> OPTIONAL =
      Map.of("kafka-connect", "connect", "reactor", "reactor");

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Options parse(String... arguments) {
    return new Reading(arguments).read();
  }

  boolean wants(Entrant entrant) {
    String name = entrant.name().toLowerCase(Locale.ROOT);
    return only.isEmpty() || only.stream().anyMatch(name::startsWith);
  }

  /** Whether it runs without being asked for, or was. */
  boolean has(Entrant entrant) {
    return !OPTIONAL.containsKey(entrant.module()) || with.contains(OPTIONAL.get(entrant.module()));
  }

  /** The options of Tidemark's JVM. */
  List<String> subjectJvm() {
    return Stream.concat(Stream.of("-Xmx" + heap), jvm.stream()).toList();
  }

  private static final class Reading {
    private final Deque<String> rest;
    private final Set<String> with = new HashSet<>();
    private final Set<String> modes = new HashSet<>();
    private Set<String> growth = Growth.AXES;
    private Path root = Path.of("");
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));
    private List<String> jobs = List.of("J1", "J2", "J3", "J4", "J5", "J6");
    private long records = MILLION;
    private double warmUp = 40;
    private int turns = 3;
    private List<String> only = List.of();
    private Optional<Path> json = Optional.empty();
    private Optional<Path> markdown = Optional.empty();
    private String heap = "2g";
    private final List<String> jvm = new ArrayList<>();
    private long checkpoints = MILLION;

    Reading(String... arguments) {
      rest = new ArrayDeque<>(List.of(arguments));
    }

    Options read() {
      while (!rest.isEmpty()) {
        take(rest.pop());
      }
      return new Options(
          root,
          work,
          jobs,
          records,
          warmUp,
          turns,
          with,
          only,
          json,
          markdown,
          modes,
          growth,
          heap,
          jvm,
          checkpoints);
    }

    private void take(String option) {
      switch (option) {
        case "--root" -> root = Path.of(value(option));
        case "--work" -> work = Path.of(value(option));
        case "--jobs" -> jobs = List.of(value(option).toUpperCase(Locale.ROOT).split(","));
        case "--records" -> records = number(option);
        case "--warm-up" -> warmUp = number(option);
        case "--turns" -> turns = Math.toIntExact(number(option));
        case "--with" -> with.addAll(List.of(value(option).split(",")));
        case "--only" -> only = List.of(value(option).toLowerCase(Locale.ROOT).split(","));
        case "--json" -> json = Optional.of(Path.of(value(option)));
        case "--markdown" -> markdown = Optional.of(Path.of(value(option)));
        case "--checkpoints" -> checkpoints = number(option);
        case "--jvm" -> jvm.addAll(List.of(value(option).trim().split(" +")));
        case "--heap" -> heap = value(option);
        case "--cold" -> modes.add("cold");
        case "--growth" -> growth();
        default -> throw new IllegalArgumentException("unknown option '" + option + "'");
      }
    }

    /** With or without what is to grow. */
    private void growth() {
      modes.add("growth");
      if (!rest.isEmpty() && !rest.peek().startsWith("--")) {
        growth = Set.of(rest.pop().toLowerCase(Locale.ROOT).split(","));
        if (!Growth.AXES.containsAll(growth)) {
          throw new IllegalArgumentException(
              "--growth: expected some of " + String.join(",", Growth.AXES));
        }
      }
    }

    private String value(String option) {
      if (rest.isEmpty()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      return rest.pop();
    }

    private long number(String option) {
      String text = value(option).replace("_", "");
      if (!text.matches("[1-9][0-9]{0,8}")) {
        throw new IllegalArgumentException(option + ": expected a number, found '" + text + "'");
      }
      return Long.parseLong(text);
    }
  }
}
