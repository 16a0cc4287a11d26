package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.Map;

/**
 * One line of a comparison.
 *
 * @param name as printed
 * @param module the folder below {@code benchmarks} that it is built in
 * @param type the class of its contender
 * @param settings what its tasks have beside the job's own
 * @param options of its JVM
 * @param role what it is compared as
 */
record Entrant(
    String name,
    String module,
    String type,
    Map<String, String> settings,
    List<String> options,
    Role role) {

  /** The package of the contenders with Spring Batch. */
  static final String SPRING = "dev.tidemark.benchmarks.spring.";

  /** The same with Flink. */
  static final String FLINK = "dev.tidemark.benchmarks.flink.";

  /** What a line is there for. */
  enum Role {
    /** The limit: others are given as ratios to it. */
    LIMIT,
    /** What is measured. */
    SUBJECT,
    /** What it is measured against. */
    RIVAL,
    /** What shows that the limit is one. */
    YARDSTICK
  }

  static Entrant byHand(String type) {
    return of("by hand", "by-hand", "dev.tidemark.benchmarks.byhand." + type, Role.LIMIT);
  }

  static Entrant tidemark() {
    return of("Tidemark", "tidemark", "dev.tidemark.benchmarks.flows.Flows", Role.SUBJECT);
  }

  static Entrant rival(String name, String module, String type) {
    return of(name, module, type, Role.RIVAL);
  }

  static Entrant of(String name, String module, String type, Role role) {
    return new Entrant(name, module, type, Map.of(), List.of("-Xmx2g"), role);
  }

  Entrant named(String other) {
    return new Entrant(other, module, type, settings, options, role);
  }

  Entrant with(Map<String, String> more) {
    return new Entrant(name, module, type, more, options, role);
  }

  Entrant on(List<String> otherOptions) {
    return new Entrant(name, module, type, settings, otherOptions, role);
  }
}
