package dev.tidemark.flow.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.yaml.snakeyaml.Yaml;

/** Whatever is in a file, reading it ends with problems or a graph, never with an exception. */
class MutatedFlowProperties {

  /**
   * A change of the flow's bytes.
   *
   * @param at where, from 0 to 1
   * @param removed how many bytes go
   * @param inserted what comes in their place
   */
  record Edit(double at, int removed, String inserted) {}

  @Provide
  Arbitrary<Edit> edits() {
    Arbitrary<String> inserted =
        Arbitraries.oneOf(
            Arbitraries.of(
                "\t",
                "\n",
                ": ",
                "- ",
                "&a ",
                "*a",
                "<<: *a",
                "${",
                "${HOME}",
                "$${",
                "{",
                "}",
                "[",
                "]",
                "\"",
                "'",
                "!!int ",
                "%YAML 9999999999.1\n---\n",
                "? ",
                "|\n",
                "#",
                "\0",
                "\uFEFF",
                "name: a\n",
                "stages:\n",
                "null",
                "~",
                "1e999",
                "-9223372036854775809",
                "P1000000000000D",
                "999999999999999999999GB",
                "\u0085",
                "\ud83d\ude00"),
            Arbitraries.strings().ascii().ofMaxLength(6),
            Arbitraries.strings().all().ofMaxLength(3));
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 12), inserted)
        .as(Edit::new);
  }

  @Property(tries = 3000)
  void yamlGivesProblemsOrAGraph(@ForAll @Size(min = 1, max = 5) List<@From("edits") Edit> edits)
      throws IOException {
    assertAnswered("flow.yaml", edited(FlowsTest.packages(), edits));
  }

  @Property(tries = 1000)
  void jsonGivesProblemsOrAGraph(@ForAll @Size(min = 1, max = 5) List<@From("edits") Edit> edits)
      throws IOException {
    Object tree = new Yaml().load(FlowsTest.packages());
    String json = new ObjectMapper().writeValueAsString(tree);
    assertAnswered("flow.json", edited(json, edits));
  }

  private static byte[] edited(String text, List<Edit> edits) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (Edit edit : edits) {
      int from = (int) (edit.at() * bytes.length);
      int to = Math.min(bytes.length, from + edit.removed());
      byte[] inserted = edit.inserted().getBytes(StandardCharsets.UTF_8);
      byte[] changed = new byte[bytes.length - (to - from) + inserted.length];
      System.arraycopy(bytes, 0, changed, 0, from);
      System.arraycopy(inserted, 0, changed, from, inserted.length);
      System.arraycopy(bytes, to, changed, from + inserted.length, bytes.length - to);
      bytes = changed;
    }
    return bytes;
  }

  private static void assertAnswered(String name, byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory("flow");
    Path file = Files.write(folder.resolve(name), bytes);
    try {
      FlowCheck check =
          Flows.load(file, FakeTypes.environment(folder, Map.of("HOME", "/home/someone")));

      assertThat(check.graph().isPresent()).isEqualTo(check.problems().isEmpty());
      assertThat(check.problems())
          .allSatisfy(
              problem -> {
                assertThat(problem.text()).doesNotContain("\n").startsWith(file.toString());
                assertThat(problem.message()).isNotBlank();
              });
      check.graph().ifPresent(graph -> assertThat(graph.pipeline().valid()).isTrue());
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }
}
