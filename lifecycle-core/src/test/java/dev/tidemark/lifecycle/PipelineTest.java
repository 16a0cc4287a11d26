package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Stage.sink;
import static dev.tidemark.lifecycle.Stage.source;
import static dev.tidemark.lifecycle.Stage.transform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Schedule.Cron;
import dev.tidemark.lifecycle.Schedule.Interval;
import dev.tidemark.lifecycle.Schedule.Manual;
import io.vavr.collection.List;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Stage IN = source("in", "raw");
  private static final Stage CLEAN = transform("clean", "raw", "good");
  private static final Stage OUT = sink("out", "good");

  @Test
  void aChainIsValid() {
    assertThat(of(IN, CLEAN, OUT).problems()).isEmpty();
    assertThat(of(IN, CLEAN, OUT).valid()).isTrue();
  }

  @Test
  void severalSourcesAndSinksOfOneContractAreValid() {
    assertThat(of(IN, source("in2", "raw"), CLEAN, OUT, sink("out2", "good")).valid()).isTrue();
    assertThat(of(IN, sink("a", "raw"), sink("b", "raw")).valid()).isTrue();
  }

  @Test
  void blankNamesAreNamedByPlace() {
    assertThat(new Pipeline(" ", new Manual(), List.of(IN, CLEAN, OUT)).problems())
        .containsExactly("the pipeline's name is blank");
    assertThat(of(IN, transform("", "raw", "good"), OUT).problems())
        .containsExactly("stage 2 '': the name is blank");
  }

  @Test
  void aNameIsTakenOnce() {
    assertThat(of(IN, CLEAN, sink("clean", "good")).problems())
        .containsExactly("stage 3 'clean': the name is taken by an earlier stage");
  }

  @Test
  void sourcesComeFirst() {
    assertThat(of(IN, CLEAN, source("late", "good"), OUT).problems())
        .containsExactly(
            "stage 3 'late': a source comes before all other stages,"
                + " but it is after transform 'clean'");
  }

  @Test
  void nothingButSinksComesAfterASink() {
    assertThat(of(IN, sink("early", "raw"), CLEAN, OUT).problems())
        .containsExactly(
            "stage 3 'clean': nothing but sinks may come after a sink,"
                + " but it is after sink 'early'");
  }

  @Test
  void everyInputIsAnEarlierOutput() {
    assertThat(of(IN, transform("b", "c2", "good"), transform("a", "raw", "c2"), OUT).problems())
        .containsExactly(
            "stage 2 'b': no earlier stage has the output contract 'c2', which it reads",
            "stage 3 'a': no later stage reads its output contract 'c2'");
    assertThat(of(IN, CLEAN, transform("self", "x", "x"), OUT).problems())
        .contains("stage 3 'self': no earlier stage has the output contract 'x', which it reads");
  }

  @Test
  void everyOutputIsRead() {
    assertThat(of(IN, source("idle", "unread"), CLEAN, OUT).problems())
        .containsExactly("stage 2 'idle': no later stage reads its output contract 'unread'");
  }

  @Test
  void contractsFitTheKind() {
    Stage readingSource = new Stage("in", StageKind.SOURCE, new Boundary("x", "raw"));
    Stage readSink = new Stage("out", StageKind.SINK, new Boundary("good", "y"));
    assertThat(of(readingSource, CLEAN, readSink).problems())
        .containsExactly(
            "stage 1 'in': a source reads no other stage, but it has the input contract 'x'",
            "stage 3 'out': no stage reads a sink, but it has the output contract 'y'");
    assertThat(of(source("in", ""), sink("out", " ")).problems())
        .containsExactly(
            "stage 1 'in': the output contract is blank; a later stage must read it",
            "stage 2 'out': the input contract is blank; it must be the output of an earlier"
                + " stage");
  }

  @Test
  void aPipelineHasASourceAndASink() {
    assertThat(of().problems())
        .containsExactly(
            "there is no source; a pipeline needs at least one",
            "there is no sink; a pipeline needs at least one");
  }

  @Test
  void schedulesAreChecked() {
    assertThat(every(Duration.ofMinutes(5)).valid()).isTrue();
    assertThat(every(Duration.ZERO).problems())
        .containsExactly("schedule: the interval must be positive, was PT0S");
    assertThat(every(Duration.ofSeconds(-1)).valid()).isFalse();
    assertThat(cron("0 3 * * *").valid()).isTrue();
    assertThat(cron("0 25 * * *").problems())
        .containsExactly("schedule: cron '0 25 * * *': hour '25': '25' is not in 0-23");
  }

  @Test
  void labelsAreStable() {
    assertThat(new Manual().label()).isEqualTo("manual");
    assertThat(every(Duration.ofMinutes(5)).schedule().label()).isEqualTo("every PT5M");
    assertThat(cron("0 3 * * *").schedule().label()).isEqualTo("cron 0 3 * * * Europe/Amsterdam");
    assertThat(List.of(StageKind.values()).map(StageKind::label))
        .containsExactly("source", "transform", "sink");
  }

  @Test
  void equalPipelinesHaveEqualSignatures() {
    Pipeline list = of(IN, CLEAN, OUT);
    Pipeline vector = new Pipeline("orders", new Manual(), Vector.of(IN, CLEAN, OUT));
    assertThat(vector).isEqualTo(list);
    assertThat(vector.signature()).isEqualTo(list.signature()).matches("[0-9a-f]{64}");
  }

  @Test
  void aSignatureNeverChanges() {
    assertThat(of(IN, CLEAN, OUT).signature())
        .isEqualTo("c81d79ffef50f31ae3affb418a92f0895c822284e846c7a881821367f22e43fc");
  }

  @Test
  void textsDontRunIntoEachOther() {
    assertThat(of(source("ab", "c")).signature()).isNotEqualTo(of(source("a", "bc")).signature());
    assertThat(of(source("\ud800", "c")).signature())
        .isNotEqualTo(of(source("\ud801", "c")).signature());
    assertThat(cron("0 3 * * *").signature()).isNotEqualTo(cron("0 4 * * *").signature());
    assertThat(every(Duration.ofMillis(1)).signature())
        .isNotEqualTo(every(Duration.ofMillis(2)).signature());
  }

  private static Pipeline of(Stage... stages) {
    return new Pipeline("orders", new Manual(), List.of(stages));
  }

  private static Pipeline every(Duration pace) {
    return new Pipeline("orders", new Interval(pace), List.of(IN, CLEAN, OUT));
  }

  private static Pipeline cron(String expression) {
    return new Pipeline(
        "orders", new Cron(expression, ZoneId.of("Europe/Amsterdam")), List.of(IN, CLEAN, OUT));
  }
}
