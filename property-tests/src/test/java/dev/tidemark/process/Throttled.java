package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.EffectListener;
import java.nio.file.Path;

/** A job that lasts long enough to be disturbed, and what it leaves when it is not. */
record Throttled(Path folder, int records, int rate) {

  /** A folder in which nothing has run. */
  Workspace space(String name, String lease) throws Exception {
    Workspace space = new Workspace(folder.resolve(name));
    space.write("packages.jsonl", Packages.reduced(records));
    space.flow(SampleFlow.job(rate, lease));
    return space;
  }

  Targets undisturbed() throws Exception {
    try (Workspace space = space("undisturbed", "10s")) {
      space.flow(SampleFlow.job(SampleFlow.UNTHROTTLED));
      assertThat(RunFlow.run(space.flow(), space.store(), EffectListener.NONE))
          .isInstanceOf(Outcome.Completed.class);
      Targets targets = space.targets();
      assertThat(targets.rows()).hasSize(records);
      assertThat(targets.listing()).hasSize(records);
      return targets;
    }
  }

  /** Waits until both sinks have covered so many more records than when first looked at. */
  static void awaitProgress(Workspace space, Child child, long more) throws Exception {
    Watch watch = new Watch(space);
    watch.look();
    long before = watch.covered();
    Await.until(
        "progress by " + more,
        () -> {
          watch.look();
          assertThat(child.alive()).as(child.said()).isTrue();
          return watch.covered() >= before + more;
        });
  }

  /** Runs it to its end, as fast as it can. */
  static void complete(Workspace space) throws Exception {
    space.flow(SampleFlow.job(SampleFlow.UNTHROTTLED));
    Child child = space.run();
    assertThat(child.exit()).as(child.said()).isZero();
  }
}
