package dev.tidemark.engine;

import dev.tidemark.flow.FlowGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The progress of several slots as that of one flow.
 *
 * @param slots how many are being run
 */
record ProgressSum(FlowGraph flow, Instant startedAt, int slots) {

  Progress of(Collection<Progress> all) {
    return new Progress(
        slots == 0 ? "waiting" : "flowing",
        "%s, %d partition%s".formatted(flow.name(), slots, slots == 1 ? "" : "s"),
        startedAt,
        stages(all),
        all.stream().mapToLong(Progress::retries).sum(),
        all.stream().mapToLong(Progress::deadLetters).sum(),
        all.stream().mapToLong(Progress::dropped).sum(),
        all.stream().flatMap(each -> each.trouble().stream()).findFirst());
  }

  private List<StageProgress> stages(Collection<Progress> all) {
    List<StageProgress> stages = new ArrayList<>();
    for (StageProgress stage : ProgressView.of(flow, Optional.empty(), startedAt).stages()) {
      long records =
          all.stream()
              .flatMap(each -> each.stages().stream())
              .filter(each -> each.stage().equals(stage.stage()))
              .mapToLong(StageProgress::records)
              .sum();
      stages.add(new StageProgress(stage.stage(), stage.kind(), records));
    }
    return stages;
  }
}
