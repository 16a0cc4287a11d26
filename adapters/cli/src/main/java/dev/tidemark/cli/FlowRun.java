package dev.tidemark.cli;

import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.engine.Progress;
import dev.tidemark.engine.RunOrder;
import dev.tidemark.engine.RunResult;
import dev.tidemark.engine.Runner;
import dev.tidemark.engine.SharedRunner;
import java.util.function.Consumer;

/** What runs a flow in this process: its only runner, or one of several. */
interface FlowRun {

  /** What is run. */
  RunOrder order();

  /** Runs until it has ended; says meanwhile what people should know. */
  RunResult run(Consumer<String> says) throws InterruptedException;

  /** Asks it to stop in good order, from any thread. */
  void drain(String reason);

  /** How far it has come, for any thread. */
  Progress progress();

  /** The only runner. */
  static FlowRun single(RunOrder order) {
    return new Single(order, new Runner(order));
  }

  /** One of several, by its name. */
  static FlowRun shared(RunOrder order, String member) {
    return new Shared(order, new SharedRunner(order, member));
  }

  /** A runner of its own. */
  record Single(RunOrder order, Runner runner) implements FlowRun {
    @Override
    public RunResult run(Consumer<String> says) throws InterruptedException {
      return runner.run(holder -> says.accept(waiting(order.flow().name(), holder)));
    }

    private static String waiting(String pipeline, LeaseHolder holder) {
      return "waiting: %s is run by %s since %s"
          .formatted(pipeline, holder.description(), holder.since());
    }

    @Override
    public void drain(String reason) {
      runner.drain(reason);
    }

    @Override
    public Progress progress() {
      return runner.progress();
    }
  }

  /** A runner beside others. */
  record Shared(RunOrder order, SharedRunner runner) implements FlowRun {
    @Override
    public RunResult run(Consumer<String> says) throws InterruptedException {
      return runner.run(says);
    }

    @Override
    public void drain(String reason) {
      runner.drain(reason);
    }

    @Override
    public Progress progress() {
      return runner.progress();
    }
  }
}
