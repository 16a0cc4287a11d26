package dev.tidemark.benchmarks.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir private Path folder;

  @Test
  void resultsTakeThePlaceOfEarlierOnes() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("page.md"), "# Title\n<!-- jobs -->\nold\n<!-- end of jobs -->\nmore\n");
    new Page(file, "jobs").write("new\n");
    assertThat(file).hasContent("# Title\n<!-- jobs -->\nnew\n<!-- end of jobs -->\nmore\n");
  }

  @Test
  void aPageWithoutAPlaceGetsOne() throws Exception {
    Path file = folder.resolve("page.md");
    new Page(file, "growth").write("a\n");
    new Page(file, "growth").write("b\n");
    assertThat(file).hasContent("<!-- growth -->\nb\n<!-- end of growth -->\n");
  }
}
