package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wrong flows, each with the exact report, from {@code wrong-flows.txt}: a title behind {@code
 * ====}, the flow, and behind {@code ----} the report.
 */
class WrongFlowsTest {

  private static final int TABLE = 10;

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> eachIsReportedExactlyAndStartsNothing() throws IOException {
    Files.writeString(folder.resolve("in.jsonl"), "{\"id\":1}\n");
    List<DynamicTest> tests = new ArrayList<>();
    for (String part : table().split("(?m)^==== ")) {
      if (!part.isBlank()) {
        String title = part.substring(0, part.indexOf('\n')).trim();
        String[] sides = part.substring(part.indexOf('\n') + 1).split("(?m)^----\n", 2);
        tests.add(DynamicTest.dynamicTest(title, () -> assertReport(sides[0], sides[1].strip())));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(TABLE);
    return tests;
  }

  private static String table() throws IOException {
    try (InputStream in = WrongFlowsTest.class.getResourceAsStream("wrong-flows.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertReport(String flow, String report) throws IOException {
    Files.writeString(folder.resolve("flow.yaml"), flow);
    Session session = new Session(folder);

    var validated = session.run("validate", "flow.yaml");
    assertThat(validated.code()).isEqualTo(ExitCode.WRONG);
    assertThat(validated.out().strip()).isEqualTo(report);
    assertThat(validated.err()).isEqualTo("tidemark: error TM-202: 1 problem in 1 flow\n");

    var run = session.run("run", "flow.yaml");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nothing was started").doesNotContain("\tat ", "Exception");
    assertThat(folder.resolve(StoreLocation.FOLDER)).doesNotExist();
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
