package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may write no more than so much to a file, which is what a full disk is like. */
class FullDiskTest {

  @TempDir private Path folder;

  @Test
  void whatAFullDiskRefusedIsSaidAndTheNextRunIsExact() throws Exception {
    for (String name : List.of("whole.csv", "rolled-{sequence}.jsonl")) {
      Path target = folder.resolve(name);
      String said = limited(target);
      assertThat(said).startsWith("can't write " + target).contains("File too large");
      int from;
      try (FileSink sink = FullDisk.sink(target)) {
        from = FullDisk.load(sink, new Owner(2, "second"));
      }
      assertThat(from).as("what was written before the refusal counts").isPositive();
      Path all = folder.resolve(name.replace("{sequence}", "*"));
      assertThat(ReadBack.rows(all, SampleLoad.COLUMNS, Map.of()))
          .isEqualTo(SampleLoad.rows(FullDisk.RECORDS));
    }
  }

  /** Blocks of 512 bytes: 512 KiB. */
  private String limited(Path target) throws Exception {
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -f 1024 && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                target.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
