package dev.tidemark.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The class path of this test for other JVMs, and an archive of loaded classes, so that they start
 * in half the time. Archives take no folders, so those become jars. Made once in a test run, with
 * one run of a small flow; without it everything works, but slower.
 */
record ClassArchive(String classPath, List<String> options) {

  /** What is run so that its classes are loaded. */
  private interface Training {
    void prepare(Workspace space) throws Exception;
  }

  private static final class Local {
    private static final ClassArchive SHARED =
        make(
            space -> {
              space.write("packages.jsonl", Packages.reduced(50));
              space.flow(SampleFlow.LARGE_AND_SMALL.formatted(1000, "packages.jsonl"));
            });
  }

  private static final class Systems {
    private static final ClassArchive SHARED = make(Orders::everywhere);
  }

  /** For flows between files and SQLite. */
  static ClassArchive shared() {
    return Local.SHARED;
  }

  /** For flows between Kafka and PostgreSQL, and files and SQLite. */
  static ClassArchive systems() {
    return Systems.SHARED;
  }

  private static ClassArchive make(Training training) {
    try {
      Path folder = Files.createTempDirectory("process-classes");
      List<String> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) {
          entries.add(jar(path, folder.resolve(entries.size() + ".jar")).toString());
        } else if (Files.exists(path)) {
          entries.add(entry);
        }
      }
      String classPath = String.join(File.pathSeparator, entries);
      Path archive = folder.resolve("classes.jsa");
      ClassArchive writing =
          new ClassArchive(classPath, List.of("-XX:ArchiveClassesAtExit=" + archive));
      train(training, writing, folder);
      return new ClassArchive(
          classPath,
          Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of());
    } catch (Exception failed) {
      throw new IllegalStateException("no archive of classes", failed);
    }
  }

  private static void train(Training training, ClassArchive writing, Path folder) throws Exception {
    try (Workspace space = new Workspace(folder.resolve("training"), writing)) {
      training.prepare(space);
      Child child = space.run();
      if (child.exit() != 0) {
        throw new IllegalStateException("the training run ended with " + child.said());
      }
    }
  }

  private static Path jar(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
