package dev.tidemark.flow.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.document.FlowProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wrong flows with the exact report on each, from {@code wrong-flows.txt}: a title behind {@code
 * ====}, the flow, and behind {@code ----} the report, with warnings marked so.
 */
class WrongFlowsTest {
  @TempDir Path home;

  @TestFactory
  List<DynamicTest> eachWrongFlowIsReportedExactly() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String part : table().split("(?m)^==== ")) {
      if (!part.isBlank()) {
        String title = part.substring(0, part.indexOf('\n')).trim();
        String[] sides = part.substring(part.indexOf('\n') + 1).split("(?m)^----\n", 2);
        tests.add(
            DynamicTest.dynamicTest(title, () -> assertReport(title, sides[0], sides[1].strip())));
      }
    }
    assertThat(tests).hasSizeGreaterThan(40);
    return tests;
  }

  private static String table() throws IOException {
    try (InputStream in = WrongFlowsTest.class.getResourceAsStream("wrong-flows.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertReport(String title, String flow, String report) {
    String file = title.endsWith("(JSON)") ? "flow.json" : "flow.yaml";
    FlowCheck check =
        Flows.read(
            file,
            flow.replace("<TAB>", "\t"),
            home,
            FakeTypes.environment(home, Map.of("HOME_DIR", "/srv", "PORT", "none")));

    List<String> found = new ArrayList<>();
    check.problems().stream().map(FlowProblem::text).forEach(found::add);
    check.warnings().stream().map(FlowProblem::text).map("warning: "::concat).forEach(found::add);
    assertThat(String.join("\n", found).replace(home.toString(), "<HOME>")).isEqualTo(report);
    assertThat(check.valid()).isEqualTo(check.problems().isEmpty());
  }
}
