package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.engine.Progress;
import dev.tidemark.engine.RunResult;
import dev.tidemark.engine.StageProgress;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.load.FlowEnvironment;
import dev.tidemark.flow.load.Flows;
import dev.tidemark.lifecycle.StageKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunReportTest {

  private static final Instant BEGAN = Instant.parse("2026-03-01T02:00:00Z");
  private static final FlowGraph FLOW =
      Flows.read(
              "flow.yaml",
              """
              name: orders
              stages:
                - { name: in, type: file, config: { path: in.jsonl, format: jsonl, columns: { id: int64 } } }
                - { name: out, type: file, kind: sink, config: { path: out.jsonl, format: jsonl } }
              """,
              Path.of("target"),
              FlowEnvironment.ofProcess())
          .graph()
          .orElseThrow();

  private static RunReport report(RunResult result, Note... notes) {
    return new RunReport(
        FLOW,
        new RunReport.Request("flow.yaml", "sqlite:state.db", BEGAN, "", false),
        result,
        List.of(notes),
        ExitCode.INTERRUPTED);
  }

  private static RunResult ended(Outcome outcome) {
    return new RunResult.Ended(
        outcome,
        new Progress(
            "ended",
            "orders-1",
            BEGAN,
            List.of(
                new StageProgress("in", StageKind.SOURCE, 1200),
                new StageProgress("out", StageKind.SINK, 1)),
            1,
            2,
            3,
            Optional.empty()));
  }

  private static String text(RunReport report) {
    return String.join("\n", report.lines(BEGAN.plusMillis(3240)));
  }

  private static ErrorCode wrong(RunReport report) {
    return report.failure().orElseThrow().code();
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(new Outcome.Completed("orders-1"), 0),
        Arguments.of(new Outcome.UpToDate("orders-1"), 0),
        Arguments.of(new Outcome.Failed("orders-1", Fault.RECORD, "why"), 1),
        Arguments.of(new Outcome.Refused(Fault.MISFIT, "why"), 2),
        Arguments.of(new Outcome.FlowChanged("orders-1", "{\"stages\":{}}"), 2),
        Arguments.of(new Outcome.Unreachable(Fault.AWAY, "why"), 3),
        Arguments.of(new Outcome.Lost("why"), 4),
        Arguments.of(new Outcome.Stopped("orders-1", "stopped by SIGINT"), 130));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyOutcomeHasItsExitCode(Outcome outcome, int code) {
    assertThat(report(ended(outcome)).exitCode()).isEqualTo(code);
    String json = new RunJson(report(ended(outcome))).text(BEGAN);
    assertThat(json).contains("\"exit_code\" : " + code);
    assertThat(json.contains("\"error\"")).isEqualTo(code != ExitCode.OK);
  }

  @Test
  void aPipelineThatIsHeldNamesItsOwner() {
    var holder = new LeaseHolder("orders", new Owner(3, "x"), "host, process 7", BEGAN, BEGAN);
    var report = report(new RunResult.Held(holder));
    assertThat(report.exitCode()).isEqualTo(ExitCode.OWNED);
    assertThat(wrong(report)).isEqualTo(ErrorCode.OWNED);
    assertThat(report.failure().orElseThrow().message()).contains("host, process 7", "--wait");
  }

  @Test
  void aCompletedRunCountsAndSaysFromWhereItWasResumed() {
    Note resumed = new Note("orders-1", BEGAN, Note.Kind.RESUMED, "from out at in/in.jsonl@o12");
    assertThat(text(report(ended(new Outcome.Completed("orders-1")), resumed)))
        .isEqualTo(
            """
            Completed orders-1 in 3.2 s: 1,200 records read; out 1 row (out.jsonl); 2 dead letters, 3 dropped, 1 retry
              resumed from out at in/in.jsonl@o12
              records were set aside: tidemark dead-letters list flow.yaml shows why, and replay puts them back\
            """);
  }

  @Test
  void whereNothingWasReadNoCountsAreGiven() {
    assertThat(new RunJson(report(ended(new Outcome.UpToDate("orders-1")))).text(BEGAN))
        .contains("up_to_date")
        .doesNotContain("records_read");
    assertThat(
            new RunJson(report(ended(new Outcome.Failed("orders-1", Fault.BUG, "x")))).text(BEGAN))
        .contains("\"records_read\" : 1200");
  }

  @Test
  void aFailedRunSaysWhyAndHowToResume() {
    RunReport report =
        report(ended(new Outcome.Failed("orders-1", Fault.FULL, "no space for out.jsonl")));
    assertThat(text(report))
        .startsWith("Failed orders-1 after 3.2 s: 1,200 records read; out 1 row")
        .endsWith("to resume: tidemark run flow.yaml");
    assertThat(wrong(report)).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(report.failure().orElseThrow().message()).isEqualTo("no space for out.jsonl");
  }

  @Test
  void aChangedFlowNamesTheDifference() {
    String before = FLOW.topology().replace("out.jsonl", "old.jsonl");
    RunReport report = report(ended(new Outcome.FlowChanged("orders-1", before)));
    assertThat(wrong(report)).isEqualTo(ErrorCode.FLOW_CHANGED);
    assertThat(report.failure().orElseThrow().message())
        .contains("stage out: config.path was 'old.jsonl', is now 'out.jsonl'")
        .contains("--restart");
  }
}
