package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What processes have used, by the kernel's accounting in {@code /proc}. */
final class Usage {
  private static final double TICKS_A_SECOND = 100;
  private static final int PARENT = 1;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int WAITED_USER_TIME = 13;
  private static final int WAITED_SYSTEM_TIME = 14;

  private Usage() {}

  /** CPU seconds of one process, all of its threads. */
  static double cpu(long pid) throws IOException {
    String[] stat = stat(Path.of("/proc", Long.toString(pid)));
    return (number(stat, USER_TIME) + number(stat, SYSTEM_TIME)) / TICKS_A_SECOND;
  }

  /** CPU seconds of a process and of its children, also of those that have ended. */
  static double cpuOfFamily(long pid) throws IOException {
    double ticks = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : processes) {
        boolean parent = each.endsWith(Long.toString(pid));
        try {
          String[] stat = stat(each);
          if (parent || number(stat, PARENT) == pid) {
            ticks += number(stat, USER_TIME) + number(stat, SYSTEM_TIME);
          }
          if (parent) {
            ticks += number(stat, WAITED_USER_TIME) + number(stat, WAITED_SYSTEM_TIME);
          }
        } catch (IOException ended) {
          // Between the listing and the reading: its parent has its time now.
          continue;
        }
      }
    }
    return ticks / TICKS_A_SECOND;
  }

  /** The most memory that a process has had resident since its start, in MB. */
  static double peakMemory(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_000.0;
      }
    }
    throw new NoSuchFileException("no VmHWM of process " + pid);
  }

  /** The fields after the name, which is in parentheses and may hold blanks. */
  private static String[] stat(Path process) throws IOException {
    String text = Files.readString(process.resolve("stat"));
    return text.substring(text.lastIndexOf(')') + 2).split(" ");
  }

  private static long number(String[] stat, int index) {
    return Long.parseLong(stat[index]);
  }
}
