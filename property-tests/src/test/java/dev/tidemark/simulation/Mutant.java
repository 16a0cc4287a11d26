package dev.tidemark.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A mistake that people make, as a change of one place in the source.
 *
 * @param name what the mistake is
 * @param source the file, from the project's root
 * @param right what stands there, exactly once
 * @param wrong what the mistake makes of it
 */
record Mutant(String name, String source, String right, String wrong) {

  private static final String CORE = "lifecycle-core/src/main/java/dev/tidemark/coordinator/";
  private static final String BOOKS = "lifecycle-core/src/main/java/dev/tidemark/lifecycle/";
  private static final String ENGINE = "runtime-shell/src/main/java/dev/tidemark/engine/";
  private static final String WORLD = "property-tests/src/test/java/dev/tidemark/simulation/";

  static Mutant ofBooks(String name, String file, String right, String wrong) {
    return new Mutant(name, BOOKS + file + ".java", right, wrong);
  }

  static Mutant ofCore(String name, String file, String right, String wrong) {
    return new Mutant(name, CORE + file + ".java", right, wrong);
  }

  static Mutant ofEngine(String name, String file, String right, String wrong) {
    return new Mutant(name, ENGINE + file + ".java", right, wrong);
  }

  static Mutant ofWorld(String name, String file, String right, String wrong) {
    return new Mutant(name, WORLD + file + ".java", right, wrong);
  }

  /** The file with the mistake in it. */
  String applied(Path root) throws IOException {
    String text = Files.readString(root.resolve(source));
    int at = text.indexOf(right);
    if (at < 0 || text.indexOf(right, at + 1) >= 0) {
      throw new AssertionError(
          name + ": its place must be in " + source + " exactly once:\n" + right);
    }
    return text.replace(right, wrong);
  }

  @Override
  public String toString() {
    return name;
  }
}
