package dev.tidemark.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The archive, unpacked by {@code tar}.
 *
 * @param home the folder that has {@code bin}
 */
record Unpacked(Path home) {

  static final String VERSION = System.getProperty("distribution.version");

  /** Unpacks into a folder, which is made. */
  static Unpacked into(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Shell.Outcome done =
        new Shell(folder, Map.of())
            .run("tar", "-xzf", System.getProperty("distribution.archive"), "-C", ".");
    assertThat(done.exitCode()).as(done.all()).isZero();
    return new Unpacked(folder.resolve("tidemark-" + VERSION));
  }

  Path program() {
    return home.resolve("bin/tidemark");
  }

  /** A shell in a folder, whose user has a home of its own and the JDK of this test. */
  static Shell shell(Path folder, Path userHome) throws IOException {
    return new Shell(
        Files.createDirectories(folder),
        Map.of(
            "HOME",
            Files.createDirectories(userHome).toString(),
            "TIDEMARK_JAVA_HOME",
            System.getProperty("java.home")));
  }
}
