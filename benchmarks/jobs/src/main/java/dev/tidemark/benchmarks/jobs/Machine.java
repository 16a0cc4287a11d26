package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What all was measured on, in a line. */
final class Machine {
  private Machine() {}

  static String described() throws IOException {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %.0f GB of memory, %s %s, JDK %s",
        Runtime.getRuntime().availableProcessors(),
        value(Path.of("/proc/cpuinfo"), "model name"),
        Long.parseLong(value(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "")) / 1e6,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version());
  }

  private static String value(Path file, String key) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("0");
  }
}
