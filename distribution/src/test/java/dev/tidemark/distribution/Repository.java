package dev.tidemark.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository that has what this build has made, as {@code mvn install} would put it
 * there, and links to everything else. What a project beside this build needs of other versions is
 * fetched into the user's own, as any build does.
 */
final class Repository {

  /** The modules that a connector of another project needs. */
  private static final List<String> MODULES =
      List.of("lifecycle-core", "checkpoint-store", "runtime-shell", "connector-contract");

  private static final String GROUP = "dev/tidemark";

  private Repository() {}

  /** Makes one in a folder that doesn't exist yet. */
  static Path in(Path folder) throws IOException {
    Path users = Path.of(System.getProperty("distribution.repository"));
    linkAllBut("dev", users, folder);
    linkAllBut("tidemark", users.resolve("dev"), folder.resolve("dev"));
    put(folder, "tidemark", SourceTree.root());
    for (String module : MODULES) {
      Path base = SourceTree.root().resolve(module);
      Path own = put(folder, module, base);
      String jar = module + "-" + Unpacked.VERSION + ".jar";
      Files.copy(base.resolve("target").resolve(jar), own.resolve(jar));
    }
    return folder;
  }

  private static Path put(Path folder, String artifact, Path base) throws IOException {
    Path own = folder.resolve(GROUP).resolve(artifact).resolve(Unpacked.VERSION);
    Files.createDirectories(own);
    Files.copy(base.resolve("pom.xml"), own.resolve(artifact + "-" + Unpacked.VERSION + ".pom"));
    return own;
  }

  private static void linkAllBut(String name, Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (Files.notExists(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(each -> !each.endsWith(name)).toList()) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
      }
    }
  }
}
