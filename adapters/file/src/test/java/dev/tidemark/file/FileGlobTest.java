package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Paths that look like globs, and are none. */
class FileGlobTest {

  private static Settings of(Path path) {
    return Fixture.settings(FileSettings.SETTINGS, Map.of("path", path));
  }

  @Test
  void aBraceThatIsNeverClosedIsAProblemOfThePath() {
    Path path = Fixture.folder().resolve("in{.csv");

    assertThat(FileSettings.problems(of(path)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.setting()).isEqualTo("path");
              assertThat(problem.message()).startsWith("not a glob: ");
            });
  }

  @Test
  void aFileOfSuchANameIsRead() throws Exception {
    Path path = Files.writeString(Fixture.folder().resolve("in{.csv"), "a\n1\n");

    assertThat(FileSettings.problems(of(path))).isEmpty();
    assertThat(FileSet.of(path).files()).containsExactly(path);
  }
}
