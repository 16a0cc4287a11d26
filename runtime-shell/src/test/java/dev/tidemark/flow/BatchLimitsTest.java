package dev.tidemark.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "16777216, 1000000",
    "134217728, 2097152",
    "255999999, 3999999",
    "256000000, 4000000",
    "9223372036854775807, 4000000"
  })
  void aBatchIsAPartOfTheHeapAndNoMoreThanItsBound(long heap, long bytes) {
    assertThat(BatchLimits.within(heap).bytes()).isEqualTo(bytes);
  }

  @Test
  void theDefaultIsForThisHeap() {
    assertThat(BatchLimits.DEFAULT).isEqualTo(BatchLimits.within(Runtime.getRuntime().maxMemory()));
  }
}
