package dev.tidemark.benchmarks.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Job JOB = new ReadingsJob(1_000_000);

  @Test
  void aLineIsComparedWithTheLimitOfItsOwnSettings() {
    Map<String, String> large = Map.of("batch", "100");
    Report report =
        new Report(
            JOB,
            List.of(
                line(Entrant.byHand("Small"), 1),
                line(Entrant.tidemark(), 2),
                line(Entrant.byHand("Large").with(large), 10),
                line(Entrant.tidemark().with(large), 5)));
    assertThat(report.markdown())
        .contains("| Tidemark | 500,000 | 500,000 | 500,000 | 0.50 | 1.00 |")
        .contains("| Tidemark | 200,000 | 200,000 | 200,000 | 2.00 | 1.00 |");
  }

  @Test
  void theRateIsTheMedianAndNotTheMean() {
    Line line = new Line(Entrant.tidemark(), 100, List.of(turn(1), turn(10), turn(2)), 1);
    assertThat(line.rate()).isEqualTo(50);
    assertThat(line.slowest()).isEqualTo(10);
    assertThat(line.fastest()).isEqualTo(100);
  }

  private static Line line(Entrant entrant, double seconds) {
    return new Line(entrant, 1_000_000, List.of(turn(seconds)), 100);
  }

  private static Turn turn(double seconds) {
    return new Turn(seconds, seconds, 0, 0);
  }
}
