package dev.tidemark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own. What it prints goes to files, so that it never waits for a reader. */
final class Child {

  private static final int LONGEST_SECONDS = 120;

  /** A shell that runs this test in the background has SIGINT ignored, also by children. */
  private static final List<String> INTERRUPTIBLE =
      ignoresInterrupts() ? List.of("env", "--default-signal=INT") : List.of();

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param log the beginning of the names of the files that it prints to
   */
  static Child start(ClassArchive classes, Path folder, Path log, List<String> command) {
    return start(classes, folder, log, command, Terms.USUAL);
  }

  /** Starts it under other terms than usual. */
  static Child start(
      ClassArchive classes, Path folder, Path log, List<String> command, Terms terms) {
    List<String> line = new ArrayList<>(INTERRUPTIBLE);
    line.addAll(terms.before());
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(classes.options());
    line.addAll(
        List.of(
            "-Xlog:disable",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "--enable-native-access=ALL-UNNAMED"));
    line.addAll(terms.jvm());
    line.addAll(List.of("-cp", classes.classPath()));
    line.addAll(command);
    Path out = Path.of(log + ".out");
    Path err = Path.of(log + ".err");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Child(process, out, err);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean ignoresInterrupts() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    } catch (IOException elsewhere) {
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for its end; 128 and the signal's number when it was killed by one. */
  int exit() {
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new AssertionError("still running after two minutes: " + said());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** {@code kill -9}; returns when it is gone. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Sends a signal, {@code TERM} for example. */
  void signal(String name) throws Exception {
    int sent =
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).inheritIO().start().waitFor();
    if (sent != 0) {
      throw new AssertionError("kill -" + name + " " + pid() + " ended with " + sent);
    }
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  /** All that it has printed, for messages. */
  String said() {
    return out() + err();
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
