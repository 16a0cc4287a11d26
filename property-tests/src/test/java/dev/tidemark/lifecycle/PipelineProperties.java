package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Histories.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Schedule.Cron;
import dev.tidemark.lifecycle.Schedule.Interval;
import dev.tidemark.lifecycle.Schedule.Manual;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Which pipelines are valid, and that only these start. */
class PipelineProperties {
  @Property
  void sourcesThenAChainThenSinksIsValidAndStarts(@ForAll("pipelines") Pipeline pipeline) {
    assertThat(pipeline.problems()).isEmpty();
    assertThat(triggered(pipeline).start(T0).get().lifecycle())
        .isEqualTo(new Running(pipeline.name() + "-1", T0));
  }

  @Property
  void aTakenNameIsNamed(@ForAll("pipelines") Pipeline pipeline, @ForAll @IntRange(max = 9) int i) {
    Stage last = pipeline.stages().last();
    Stage taken = pipeline.stages().get(i % (pipeline.stages().size() - 1));
    Stage copy = new Stage(taken.name(), last.kind(), last.boundary());
    refused(with(pipeline, pipeline.stages().append(copy)), "'" + taken.name() + "'");
  }

  @Property
  void aBlankNameIsFound(@ForAll("pipelines") Pipeline pipeline, @ForAll @IntRange(max = 9) int i) {
    int at = i % pipeline.stages().size();
    Stage stage = pipeline.stages().get(at);
    Stage blank = new Stage(" ", stage.kind(), stage.boundary());
    refused(with(pipeline, pipeline.stages().update(at, blank)), "stage " + (at + 1));
    refused(new Pipeline("", pipeline.schedule(), pipeline.stages()), "the pipeline's name");
  }

  @Property
  void anInputThatNoEarlierStageOffersIsFound(@ForAll("pipelines") Pipeline pipeline) {
    Seq<Stage> stages = pipeline.stages();
    refused(with(pipeline, stages.append(Stage.sink("lost", "nothing"))), "'lost'");
    Seq<Stage> selfFed =
        stages.dropRight(1).append(Stage.transform("self", "x", "x")).append(stages.last());
    refused(with(pipeline, selfFed), "'self'");
  }

  @Property
  void anOutputThatNoLaterStageReadsIsFound(@ForAll("pipelines") Pipeline pipeline) {
    Seq<Stage> stages = pipeline.stages();
    refused(with(pipeline, stages.prepend(Stage.source("unread", "nothing"))), "'unread'");
  }

  @Property
  void sourcesComeFirstAndOnlySinksFollowASink(@ForAll("pipelines") Pipeline pipeline) {
    Seq<Stage> stages = pipeline.stages();
    String contract = stages.last().boundary().inputContract();
    Seq<Stage> late = stages.append(Stage.source("late", contract)).append(sink("s", contract));
    refused(with(pipeline, late), "'late'");
    Seq<Stage> after =
        stages.append(Stage.transform("after", contract, "new")).append(sink("s", "new"));
    refused(with(pipeline, after), "'after'");
  }

  @Property
  void oneEndIsNotEnough(@ForAll("pipelines") Pipeline pipeline) {
    refused(
        with(pipeline, pipeline.stages().filter(s -> s.kind() != StageKind.SINK)),
        "there is no sink");
    refused(
        with(pipeline, pipeline.stages().filter(s -> s.kind() != StageKind.SOURCE)),
        "there is no source");
  }

  @Property
  void anIntervalIsPositive(@ForAll("pipelines") Pipeline pipeline, @ForAll @LongRange long nanos) {
    Schedule schedule = new Interval(Duration.ofNanos(nanos));
    Pipeline every = new Pipeline(pipeline.name(), schedule, pipeline.stages());
    assertThat(every.valid()).isEqualTo(nanos > 0);
  }

  @Property
  void cronFieldsHaveTheirRanges(
      @ForAll("pipelines") Pipeline pipeline,
      @ForAll @IntRange(max = 70) int minute,
      @ForAll @IntRange(max = 30) int hour,
      @ForAll @IntRange(max = 28) int day,
      @ForAll @IntRange(max = 9) int weekday) {
    boolean inRange = minute <= 59 && hour <= 23 && day >= 1 && weekday <= 7;
    String cron = "%d %d %d * %d".formatted(minute, hour, day, weekday);
    String quartz = "%d %d %d ? * %d".formatted(minute, minute, hour, weekday);
    assertThat(on(pipeline, cron).valid()).isEqualTo(inRange);
    assertThat(on(pipeline, quartz).valid())
        .isEqualTo(minute <= 59 && hour <= 23 && weekday >= 1 && weekday <= 7);
  }

  @Property
  void differentPipelinesHaveDifferentSignatures(
      @ForAll("pipelines") Pipeline one, @ForAll("pipelines") Pipeline two) {
    assertThat(one.signature().equals(two.signature())).isEqualTo(one.equals(two));
  }

  /** Sources of one contract, a chain of transforms, sinks of the last contract. */
  @Provide
  Arbitrary<Pipeline> pipelines() {
    return Combinators.combine(
            Arbitraries.of("orders", "bills"),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 3))
        .as(
            (name, sources, transforms, sinks) ->
                new Pipeline(
                    name,
                    new Manual(),
                    List.range(0, sources)
                        .map(i -> Stage.source("source" + i, "c0"))
                        .appendAll(
                            List.range(0, transforms)
                                .map(i -> Stage.transform("step" + i, "c" + i, "c" + (i + 1))))
                        .appendAll(
                            List.range(0, sinks).map(i -> sink("sink" + i, "c" + transforms)))));
  }

  private static Stage sink(String name, String contract) {
    return Stage.sink(name, contract);
  }

  private static void refused(Pipeline broken, String offender) {
    Runtime runtime = triggered(broken);
    assertThat(broken.valid()).isFalse();
    assertThat(runtime.valid()).isFalse();
    IllegalTransition refusal = runtime.start(T0).getLeft();
    assertThat(refusal.operation()).isEqualTo("start");
    assertThat(refusal.from()).isEqualTo(runtime.lifecycle());
    assertThat(refusal.reason()).contains(offender);
    broken.problems().forEach(problem -> assertThat(refusal.reason()).contains(problem));
  }

  private static Runtime triggered(Pipeline pipeline) {
    return Runtime.of(pipeline).trigger("asked", T0).get();
  }

  private static Pipeline with(Pipeline pipeline, Seq<Stage> stages) {
    return new Pipeline(pipeline.name(), pipeline.schedule(), stages);
  }

  private static Pipeline on(Pipeline pipeline, String cron) {
    return new Pipeline(pipeline.name(), new Cron(cron, ZoneOffset.UTC), pipeline.stages());
  }
}
