package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.engine.Progress;
import dev.tidemark.engine.StageProgress;
import dev.tidemark.lifecycle.StageKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTextTest {

  private static final Instant BEGAN = Instant.parse("2026-03-01T02:00:00Z");

  private static Progress progress(long read, long written, String trouble) {
    return new Progress(
        "flowing",
        "orders-1",
        BEGAN,
        List.of(
            new StageProgress("in", StageKind.SOURCE, read),
            new StageProgress("out", StageKind.SINK, written)),
        0,
        0,
        0,
        Optional.of(trouble).filter(text -> !text.isEmpty()));
  }

  @Test
  void theFirstLineHasNoSpeedYet() {
    assertThat(new ProgressText("orders").line(progress(48_000, 3_100, ""), BEGAN.plusSeconds(4)))
        .isEqualTo("running orders-1  0/s  in 48,000  out 3,100  0:04");
  }

  @Test
  void speedIsThatOfTheLastSecondsOnly() {
    ProgressText text = new ProgressText("orders");
    text.line(progress(0, 0, ""), BEGAN);
    text.line(progress(100_000, 0, ""), BEGAN.plusSeconds(10));
    text.line(progress(100_000, 0, ""), BEGAN.plusSeconds(16));
    assertThat(text.line(progress(105_000, 0, ""), BEGAN.plusSeconds(21))).contains("  1,000/s  ");
  }

  @Test
  void whatIsTriedAgainIsNamed() {
    assertThat(new ProgressText("orders").line(progress(0, 0, "out: disk full"), BEGAN))
        .endsWith("trying again: out: disk full");
  }

  @Test
  void beforeARunItIsThePipelinesName() {
    Progress opening = new Progress("opening", "", BEGAN, List.of(), 0, 0, 0, Optional.empty());
    assertThat(new ProgressText("orders").line(opening, BEGAN.plusSeconds(3_723)))
        .isEqualTo("opening orders  0/s  1:02:03");
  }
}
