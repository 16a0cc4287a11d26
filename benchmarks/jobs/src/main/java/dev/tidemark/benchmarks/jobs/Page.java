package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page that holds results between two comments, {@code <!-- jobs -->} and {@code <!-- end of jobs
 * -->}, or nothing but results.
 */
record Page(Path file, String section) {
  /** Puts results in the place of the earlier ones; all else that is on the page stays. */
  void write(String results) throws IOException {
    String begin = "<!-- " + section + " -->\n";
    String end = "<!-- end of " + section + " -->";
    String text = Files.exists(file) ? Files.readString(file) : "";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    String before = from < 0 || to < from ? text + begin : text.substring(0, from + begin.length());
    String after = from < 0 || to < from ? end + "\n" : text.substring(to);
    Files.writeString(file, before + results + after);
  }
}
