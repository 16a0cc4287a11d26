package dev.tidemark.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void knowsWhatComesOut() {
    // Of 0 to 8, 0 and 8 are dropped; the others measured 31, 62 ... and are of sensor 1, 2 ...
    long sum = 0;
    for (long id = 1; id < 8; id++) {
      sum += (id * 31 * 3 + id) * 9 / 5 + 32;
    }
    Tally found = new Tally(3, 1).plus(new Tally(4, sum - 1));
    assertThatCode(() -> found.check(9)).doesNotThrowAnyException();
    assertThatIllegalStateException().isThrownBy(() -> found.check(10));
  }
}
