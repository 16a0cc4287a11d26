package dev.tidemark.flow.spec;

import dev.tidemark.document.Section;
import dev.tidemark.flow.ExecutionLimits;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code execution}. */
final class ExecutionReader {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  private ExecutionReader() {}

  static ExecutionSpec read(Section root) {
    return root.section("execution")
        .map(ExecutionReader::execution)
        .orElse(new ExecutionSpec(false, false, false, ExecutionLimits.DEFAULT));
  }

  private static ExecutionSpec execution(Section section) {
    Optional<ExecutionSpec.Mode> mode =
        section.constant("mode", ExecutionSpec.Mode.class, "EXECUTION_MODE");
    ExecutionLimits byDefault = ExecutionLimits.DEFAULT;
    ExecutionLimits limits =
        new ExecutionLimits(
            lease(section).orElse(byDefault.lease()),
            section.duration("drain_timeout", true).orElse(byDefault.drainTimeout()),
            section.duration("retry_for", true).orElse(byDefault.retryFor()),
            section
                .integer("max_dead_letters", 0, Long.MAX_VALUE)
                .orElse(byDefault.maxDeadLetters()),
            (int)
                section
                    .size("max_record_bytes", Integer.MAX_VALUE)
                    .orElse(byDefault.maxRecordBytes()),
            section
                .smallInteger("queue_records", 1, Integer.MAX_VALUE)
                .orElse(byDefault.queueRecords()));
    boolean shared = shared(section);
    section.refuseOthers();
    return new ExecutionSpec(
        mode.equals(Optional.of(ExecutionSpec.Mode.STREAMING)),
        mode.filter(said -> said != ExecutionSpec.Mode.UNSPECIFIED).isPresent(),
        shared,
        limits);
  }

  private static Optional<Duration> lease(Section section) {
    Optional<Duration> lease = section.duration("lease", false);
    if (lease.filter(found -> found.compareTo(SHORTEST_LEASE) < 0).isPresent()) {
      section
          .findings()
          .problem(
              section.path("lease"),
              "must be at least 1s",
              "a shorter one is lost in any pause of the machine");
    }
    return lease;
  }

  private static boolean shared(Section section) {
    return section
        .constant("runners", ExecutionSpec.Runners.class, "RUNNERS")
        .equals(Optional.of(ExecutionSpec.Runners.SHARED));
  }
}
