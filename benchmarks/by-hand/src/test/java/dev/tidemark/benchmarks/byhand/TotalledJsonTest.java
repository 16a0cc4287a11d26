package dev.tidemark.benchmarks.byhand;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TotalledJsonTest {
  private final TotalledJson totalled = new TotalledJson();

  @Test
  void addsTheTotalAndKeepsAllElse() throws Exception {
    assertThat(change("{\"price\":9.50,\"quantity\":3,\"note\":\"a \\\"b\\\" ü\",\"more\":[1,{}]}"))
        .isEqualTo(
            "{\"price\":9.50,\"quantity\":3,\"note\":\"a \\\"b\\\""
                + " ü\",\"more\":[1,{}],\"total\":28.50}");
    assertThat(change("{\"quantity\":1,\"price\":-0.07}"))
        .isEqualTo("{\"quantity\":1,\"price\":-0.07,\"total\":-0.07}");
  }

  @Test
  void dropsWhatIsCancelled() throws Exception {
    assertThat(change("{\"status\":\"cancelled\",\"price\":1,\"quantity\":1}")).isEmpty();
    assertThat(change("{\"status\":\"paid\",\"price\":1,\"quantity\":1}")).isNotEmpty();
  }

  private String change(String order) throws IOException {
    return new String(totalled.change(order.getBytes(UTF_8)), UTF_8);
  }
}
