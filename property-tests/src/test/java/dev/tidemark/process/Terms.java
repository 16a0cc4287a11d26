package dev.tidemark.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Under which terms a process runs.
 *
 * @param before what the command line begins with: a program that runs the rest of it
 * @param jvm more options of the JVM
 */
record Terms(List<String> before, List<String> jvm) {

  static final Terms USUAL = new Terms(List.of(), List.of());

  /** A heap of at most so many megabytes. */
  static Terms heap(int megabytes) {
    return new Terms(List.of(), List.of("-Xmx" + megabytes + "m"));
  }

  /**
   * No file can grow past so many KiB: what a full disk is to whoever writes. The JVM has no file
   * of its own to write then.
   */
  static Terms fileSize(int kibibytes) {
    String limited = "ulimit -f " + kibibytes + "; exec \"$@\"";
    return new Terms(List.of("bash", "-c", limited, "bash"), List.of("-XX:-UsePerfData"));
  }

  /** What isn't permitted is refused, to root as well. */
  static Terms permitted() {
    boolean root = isRoot();
    String powers = "-dac_override,-dac_read_search";
    return new Terms(
        root ? List.of("setpriv", "--bounding-set=" + powers, "--inh-caps=" + powers) : List.of(),
        List.of());
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (Exception elsewhere) {
      return false;
    }
  }

  /** Under both terms. */
  Terms and(Terms other) {
    List<String> line = new ArrayList<>(before);
    line.addAll(other.before);
    List<String> options = new ArrayList<>(jvm);
    options.addAll(other.jvm);
    return new Terms(line, options);
  }
}
