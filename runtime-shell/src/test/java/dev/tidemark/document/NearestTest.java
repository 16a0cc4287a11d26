package dev.tidemark.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void aSlipOfTheFingerIsUnderstood() {
    List<String> known = List.of("output_queue", "input_queue", "name", "rate");

    assertThat(Nearest.to("outputqueue", known)).contains("output_queue");
    assertThat(Nearest.to("naem", known)).contains("name");
    assertThat(Nearest.to("rte", known)).contains("rate");
    assertThat(Nearest.to("input-queue", known)).contains("input_queue");
  }

  @Test
  void somethingElseIsNotGuessedAt() {
    assertThat(Nearest.to("colour", List.of("output_queue", "name", "rate"))).isEmpty();
  }

  @Test
  void aSwapOfNeighboursIsOneStep() {
    assertThat(Nearest.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void wordsWithoutEndAreNotCompared() {
    String word = "x".repeat(100_000);

    assertThat(Nearest.to(word + "y", List.of(word))).isEmpty();
  }
}
