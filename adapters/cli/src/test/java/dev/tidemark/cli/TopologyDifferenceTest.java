package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopologyDifferenceTest {

  private static final String BEFORE =
      """
      {"stages":{"in":{"config":{"path":"a.csv"},"type":"file"},"old":{},
       "some":{"config":{"query":"SELECT a FROM input"}}}}\
      """;

  @Test
  void equalFlowsHaveNone() {
    assertThat(TopologyDifference.between(BEFORE, BEFORE)).isEmpty();
  }

  @Test
  void stagesAndKeysAreNamed() {
    String now =
        """
        {"stages":{"in":{"config":{"path":"a.csv","follow":true},"type":"file"},"new":{},
         "some":{"config":{"query":"SELECT b FROM input"}}}}\
        """;
    assertThat(TopologyDifference.between(BEFORE, now))
        .containsExactly(
            "stage in: config.follow was not there, is now true",
            "stage new is new",
            "stage old is gone",
            "stage some: config.query was 'SELECT a FROM input', is now 'SELECT b FROM input'");
  }

  @Test
  void longTextsAreShownWhereTheyPart() {
    String column = "a".repeat(100);
    String before = "{\"stages\":{\"s\":{\"query\":\"" + column + " >= 1\"}}}";
    assertThat(TopologyDifference.between(before, before.replace(">= 1", ">= 20")))
        .singleElement()
        .asString()
        .hasSizeLessThan(120)
        .contains(">= 1'", ">= 20'");
  }

  @Test
  void aTopologyThatCannotBeReadIsSaidToBeSo() {
    assertThat(TopologyDifference.between("{", BEFORE)).singleElement().asString().contains("read");
  }
}
