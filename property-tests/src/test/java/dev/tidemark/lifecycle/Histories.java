package dev.tidemark.lifecycle;

import dev.tidemark.lifecycle.Operation.Complete;
import dev.tidemark.lifecycle.Operation.Crash;
import dev.tidemark.lifecycle.Operation.DeadLetters;
import dev.tidemark.lifecycle.Operation.Fail;
import dev.tidemark.lifecycle.Operation.Process;
import dev.tidemark.lifecycle.Operation.Resume;
import dev.tidemark.lifecycle.Operation.Retain;
import dev.tidemark.lifecycle.Operation.Retry;
import dev.tidemark.lifecycle.Operation.Start;
import dev.tidemark.lifecycle.Operation.Trigger;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Random histories of one pipeline: few keys, few stages and few moments, so that they meet. Most
 * begin with a started run, and most operations process a batch.
 */
final class Histories extends DomainContextBase {
  static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  static final Pipeline PIPELINE =
      new Pipeline(
          "orders",
          new Schedule.Manual(),
          List.of(
              Stage.source("in", "raw"),
              Stage.transform("clean", "raw", "good"),
              Stage.sink("quick", "good"),
              Stage.sink("slow", "good")));

  /** A sequence of operations, to be applied to {@link #idle()}. */
  record History(java.util.List<Operation> operations) {
    Runtime end() {
      return from(idle());
    }

    Runtime from(Runtime start) {
      Runtime runtime = start;
      for (Operation operation : operations) {
        runtime = operation.applyTo(runtime).runtime();
      }
      return runtime;
    }
  }

  static Runtime idle() {
    return Runtime.of(PIPELINE);
  }

  static Runtime running() {
    return idle().trigger("asked", T0).get().start(T0).get();
  }

  @Provide
  Arbitrary<History> histories() {
    Arbitrary<java.util.List<Operation>> begins =
        Arbitraries.of(
            java.util.List.of(new Trigger(T0), new Start(T0)), java.util.List.<Operation>of());
    return Combinators.combine(begins, operations().list().ofMaxSize(60))
        .as(
            (begin, rest) -> {
              java.util.List<Operation> all = new java.util.ArrayList<>(begin);
              all.addAll(rest);
              return new History(all);
            });
  }

  @Provide
  Arbitrary<Process> batches() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(2, "in"),
                Tuple.of(1, "clean"),
                Tuple.of(6, "quick"),
                Tuple.of(4, "slow"),
                Tuple.of(1, "nowhere")),
            Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(0, 1000)),
                Tuple.of(1, Arbitraries.longs().between(-2, -1)),
                Tuple.of(1, Arbitraries.of(Long.MAX_VALUE))),
            Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(0, 60)), Tuple.of(1, Arbitraries.of(-1L))),
            Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.integers().between(1, 12).map(n -> "k" + n)),
                Tuple.of(1, Arbitraries.of("", " \t"))),
            Arbitraries.<Option<String>>of(Option.none(), Option.some("orders-0=7")),
            moments())
        .as(
            (stage, records, lag, key, position, now) ->
                new Process(stage, records, Duration.ofSeconds(lag), key, position, now));
  }

  private Arbitrary<Operation> operations() {
    Arbitrary<Long> counts = Arbitraries.longs().between(0, 5);
    return Arbitraries.frequencyOf(
        Tuple.of(30, batches().map(batch -> batch)),
        Tuple.of(2, moments().map(Operation.Schedule::new)),
        Tuple.of(3, moments().map(Trigger::new)),
        Tuple.of(4, moments().map(Start::new)),
        Tuple.of(1, moments().map(Complete::new)),
        Tuple.of(1, Arbitraries.of(new Fail("disk"), new Crash("power"))),
        Tuple.of(2, Arbitraries.of(new Crash("power"))),
        Tuple.of(4, moments().map(Resume::new)),
        Tuple.of(1, counts.map(Retry::new)),
        Tuple.of(1, counts.map(DeadLetters::new)),
        Tuple.of(1, retentions().map(Retain::new)));
  }

  @Provide
  Arbitrary<Retention> retentions() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6), Arbitraries.integers().between(1, 6))
        .as(Retention::new);
  }

  private static Arbitrary<Instant> moments() {
    return Arbitraries.longs().between(0, 120_000).map(T0::plusMillis);
  }
}
