package dev.tidemark.cli;

import dev.tidemark.engine.Progress;
import dev.tidemark.engine.StageProgress;
import dev.tidemark.lifecycle.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A run's progress as one line. Speed is that of the last seconds, by the sources' records. Not
 * thread-safe.
 */
final class ProgressText {

  private static final Duration WINDOW = Duration.ofSeconds(5);

  private record Sample(Instant at, long records) {}

  private final String pipeline;
  private final Deque<Sample> samples = new ArrayDeque<>();

  ProgressText(String pipeline) {
    this.pipeline = pipeline;
  }

  /** The line at this moment; samples come in order of time. */
  String line(Progress progress, Instant now) {
    long read = read(progress);
    samples.addLast(new Sample(now, read));
    while (samples.size() > 2
        && Duration.between(samples.getFirst().at(), now).compareTo(WINDOW) > 0) {
      samples.removeFirst();
    }
    StringBuilder line = new StringBuilder();
    String name = progress.runId().isEmpty() ? pipeline : progress.runId();
    line.append(phase(progress)).append(' ').append(name);
    line.append("  ").append(Wording.count(speed(read, now))).append("/s");
    for (StageProgress stage : progress.stages()) {
      line.append("  ").append(stage.stage()).append(' ').append(Wording.count(stage.records()));
    }
    if (progress.retries() > 0) {
      line.append("  retries ").append(Wording.count(progress.retries()));
    }
    if (progress.deadLetters() > 0) {
      line.append("  dead letters ").append(Wording.count(progress.deadLetters()));
    }
    if (progress.dropped() > 0) {
      line.append("  dropped ").append(Wording.count(progress.dropped()));
    }
    Duration since = Duration.between(progress.startedAt(), now);
    line.append("  ").append(Wording.clock(since.isNegative() ? Duration.ZERO : since));
    progress.trouble().ifPresent(trouble -> line.append("  trying again: ").append(trouble));
    return line.toString();
  }

  /** The coordinator's word for the common state is not the users'. */
  private static String phase(Progress progress) {
    return progress.phase().equals("flowing") ? "running" : progress.phase();
  }

  private long speed(long read, Instant now) {
    Sample oldest = samples.getFirst();
    long millis = Duration.between(oldest.at(), now).toMillis();
    return millis <= 0 ? 0 : Math.max(0, read - oldest.records()) * 1000 / millis;
  }

  static long read(Progress progress) {
    return progress.stages().stream()
        .filter(stage -> stage.kind() == StageKind.SOURCE)
        .mapToLong(StageProgress::records)
        .sum();
  }
}
