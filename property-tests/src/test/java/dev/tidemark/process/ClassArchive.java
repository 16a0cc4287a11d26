package dev.tidemark.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

  private static final class Holder {
    private static final ClassArchive SHARED = make();
  }

  static ClassArchive shared() {
    return Holder.SHARED;
  }

  private static ClassArchive make() {
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
      train(new ClassArchive(classPath, List.of("-XX:ArchiveClassesAtExit=" + archive)), folder);
      return new ClassArchive(
          classPath,
          Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void train(ClassArchive writing, Path folder) throws IOException {
    try (Workspace space = new Workspace(folder.resolve("training"), writing)) {
      space.write("packages.jsonl", Packages.reduced(50));
      space.flow(SampleFlow.LARGE_AND_SMALL.formatted(1000, "packages.jsonl"));
      int exit = space.run().exit();
      if (exit != 0) {
        throw new IllegalStateException("the training run ended with " + exit);
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
