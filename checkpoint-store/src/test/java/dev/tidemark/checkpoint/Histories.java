package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Runtimes as they come about, for tests. */
final class Histories {

  static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456789Z");

  static final Pipeline PIPELINE =
      new Pipeline(
          "flow/1",
          new Schedule.Cron("*/5 * * * *", ZoneId.of("Europe/Vienna")),
          Vector.of(
              Stage.source("in", "rows"),
              Stage.transform("keep", "rows", "kept"),
              Stage.sink("left", "kept"),
              Stage.sink("right", "kept")));

  static final Partition PARTITION = new Partition("in", "dir/a.jsonl");

  /** One operation on a runtime; refused ones leave it as it is. */
  interface Step {
    Runtime apply(Runtime runtime, int number);
  }

  private Histories() {}

  static Runtime running() {
    return Runtime.of(PIPELINE).trigger("asked", TIME).get().start(TIME.plusNanos(1)).get();
  }

  /** A batch through all stages. */
  static Runtime batch(Runtime runtime, int number) {
    Runtime next = runtime;
    for (Stage stage : runtime.pipeline().stages()) {
      next = process(next, stage.name(), number);
    }
    return next;
  }

  static Runtime process(Runtime runtime, String stage, int number) {
    return runtime
        .process(
            stage,
            number % 7,
            Duration.ofNanos(number * 1_000_003L),
            "key-" + number,
            Option.when(number % 2 == 0, "position-" + number),
            TIME.plusNanos(number * 12_345_678L))
        .runtime();
  }

  static Entry starting(long number, Runtime runtime, RunStart start) {
    return new Entry(
        number, runtime, Vector.empty(), Vector.empty(), Vector.empty(), Option.some(start));
  }

  static Entry forgetting(long number, Runtime runtime, Writer gone) {
    return new Entry(
        number, runtime, Vector.empty(), Vector.of(gone), Vector.empty(), Option.none());
  }

  static Entry entry(long number, Runtime runtime) {
    return new Entry(
        number, runtime, Vector.empty(), Vector.empty(), Vector.empty(), Option.none());
  }

  static Entry entry(long number, Runtime runtime, BookPosition... positions) {
    return new Entry(
        number, runtime, Vector.of(positions), Vector.empty(), Vector.empty(), Option.none());
  }

  static Entry entry(long number, Runtime runtime, Note... notes) {
    return new Entry(
        number, runtime, Vector.empty(), Vector.empty(), Vector.of(notes), Option.none());
  }

  static Note note(String runId, Note.Kind kind, String text) {
    return new Note(runId, TIME.plusSeconds(9), kind, text);
  }

  static BookPosition book(String sink, String position) {
    return new BookPosition(new Writer(sink, 0), 1, PARTITION, new Position(position), 7, 9);
  }

  static Arbitrary<Step> steps() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars(' ', 'a', 'Z', '\'', '"', '\\', '%', 'ä', '✓', '\n')
            .ofMaxLength(9);
    Arbitrary<Instant> times = instants();
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(12, batches()),
        net.jqwik.api.Tuple.of(
            1, times.map(at -> (runtime, number) -> runtime.schedule(at).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(
            3,
            Combinators.combine(texts, times)
                .as((why, at) -> (runtime, number) -> runtime.trigger(why, at).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(
            4, times.map(at -> (runtime, number) -> runtime.start(at).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(
            1, times.map(at -> (runtime, number) -> runtime.complete(at).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(
            1, texts.map(why -> (runtime, number) -> runtime.fail(why).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(
            1, texts.map(why -> (runtime, number) -> runtime.crash(why).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(
            2,
            times.map(
                at ->
                    (runtime, number) ->
                        runtime.resumeFromLatestCheckpoint(at).getOrElse(runtime))),
        net.jqwik.api.Tuple.of(1, retries()));
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<Step> retries() {
    return Arbitraries.longs()
        .between(0, Long.MAX_VALUE)
        .map(count -> (runtime, number) -> runtime.recordRetry(count).recordDeadLetter(count / 3));
  }

  private static Arbitrary<Step> batches() {
    Arbitrary<Duration> lags =
        Combinators.combine(
                Arbitraries.longs().between(0, Long.MAX_VALUE),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Duration::ofSeconds);
    return Combinators.combine(
            Arbitraries.of("in", "keep", "left", "right", "left", "right"),
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            lags,
            Arbitraries.integers().between(0, 30),
            instants())
        .as(
            (stage, records, lag, key, at) ->
                (runtime, number) ->
                    runtime
                        .process(stage, records, lag, "k" + key, Option.when(key > 9, "p"), at)
                        .runtime());
  }
}
