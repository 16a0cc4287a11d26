package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where all is.
 *
 * @param root of the sources
 * @param work for what is deleted at the end
 * @param turns how many folders of turns were made
 */
record Places(Path root, Path work, AtomicInteger turns) {
  Places(Path root, Path work) {
    this(root, work, new AtomicInteger());
  }

  /** What is kept for the next time. */
  Path data() {
    return root.resolve("benchmarks/jobs/target/data");
  }

  /** A new empty folder. */
  Path newTurn() throws IOException {
    return Files.createDirectory(work.resolve("turn-" + turns.incrementAndGet()));
  }

  Path log(Entrant entrant) {
    return work.resolve(entrant.module() + ".log");
  }

  /** Whether a contender's module has been built. */
  boolean built(String module) {
    return Files.exists(classPathFile(module));
  }

  /** What a contender's module and all that it depends on are. */
  String classPath(String module) throws IOException {
    Path target = classPathFile(module).getParent();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "benchmark-*.jar")) {
      for (Path jar : jars) {
        return jar + ":" + Files.readString(classPathFile(module)).trim();
      }
    }
    throw new IOException("no jar in " + target + ": it has to be built first");
  }

  private Path classPathFile(String module) {
    return root.resolve("benchmarks").resolve(module).resolve("target/class-path.txt");
  }
}
