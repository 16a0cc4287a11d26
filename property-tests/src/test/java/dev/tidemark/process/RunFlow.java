package dev.tidemark.process;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.StoreUrl;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.engine.EffectListener;
import dev.tidemark.engine.RunOrder;
import dev.tidemark.engine.RunResult;
import dev.tidemark.engine.Runner;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.load.FlowCheck;
import dev.tidemark.flow.load.FlowEnvironment;
import dev.tidemark.flow.load.Flows;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Runs a flow with a listener: {@code FLOW STORE [halt BOUNDARY | trace]}. At its boundary the
 * process halts; a trace prints each batch read, as {@code read FROM TO RECORDS}.
 */
public final class RunFlow {

  static final int HALTED = 99;

  private RunFlow() {}

  public static void main(String[] arguments) throws Exception {
    EffectListener listener =
        switch (arguments[2]) {
          case "halt" -> new HaltAt(Boundary.parse(arguments[3]));
          case "trace" -> new Trace();
          default -> throw new IllegalArgumentException(arguments[2]);
        };
    Outcome outcome = run(Path.of(arguments[0]), Path.of(arguments[1]), listener);
    System.out.println(outcome);
    System.exit(outcome instanceof Outcome.Completed ? 0 : 1);
  }

  /** Runs it here and now, to its end. */
  static Outcome run(Path flow, Path store, EffectListener listener) throws InterruptedException {
    FlowCheck check = Flows.load(flow, FlowEnvironment.ofProcess());
    FlowGraph graph =
        check.graph().orElseThrow(() -> new IllegalStateException(check.problems().toString()));
    try (CheckpointStore opened = new StoreUrl(store.toString()).open()) {
      RunOrder order =
          new RunOrder(graph, opened, RunSpec.Wish.GO_ON, false, InstantSource.system(), listener);
      return switch (new Runner(order).run()) {
        case RunResult.Ended ended -> ended.outcome();
        case RunResult.Held held -> throw new IllegalStateException(held.toString());
      };
    }
  }

  private record HaltAt(Boundary.Seeker seeker) implements EffectListener {

    HaltAt(Boundary boundary) {
      this(new Boundary.Seeker(boundary));
    }

    @Override
    public void before(Effect effect) {
      halt(seeker.before(effect));
    }

    @Override
    public void after(Effect effect, Event event) {
      halt(seeker.after(effect));
    }

    private static void halt(boolean now) {
      if (now) {
        Runtime.getRuntime().halt(HALTED);
      }
    }
  }

  private record Trace() implements EffectListener {
    @Override
    public void after(Effect effect, Event event) {
      if (event instanceof Event.BatchRead read) {
        System.out.println(
            "read " + read.from().text() + " " + read.to().text() + " " + read.records());
      }
    }
  }
}
