package dev.tidemark.benchmarks.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One job to be done: what it is called, and where its input and its output are. */
public record Task(Map<String, String> settings) {
  /** Keeps a copy. */
  public Task {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads what {@link #line} wrote.
   *
   * @throws IllegalArgumentException if {@code line} isn't made of pairs
   */
  public static Task parse(String line) {
    var settings = new TreeMap<String, String>();
    for (var pair : line.split("\t", -1)) {
      var equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a task is made of key=value, found '" + pair + "'");
      }
      settings.put(
          URLDecoder.decode(pair.substring(0, equals), UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return new Task(settings);
  }

  /** All settings in one line: pairs, separated by tabs, each encoded as in a URL. */
  public String line() {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(
                setting ->
                    URLEncoder.encode(setting.getKey(), UTF_8)
                        + "="
                        + URLEncoder.encode(setting.getValue(), UTF_8))
            .collect(Collectors.joining("\t"));
  }

  /** The job's name, J1 to J6. */
  public String job() {
    return text("job");
  }

  /**
   * A setting that has to be there.
   *
   * @throws IllegalArgumentException if it isn't
   */
  public String text(String key) {
    var value = settings.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "the task has no '" + key + "', only " + settings.keySet());
    }
    return value;
  }

  /** A setting that may be missing. */
  public String text(String key, String otherwise) {
    return settings.getOrDefault(key, otherwise);
  }

  /**
   * A number that has to be there.
   *
   * @throws IllegalArgumentException if it isn't, or is no number
   */
  public long number(String key) {
    var value = text(key);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the task's '" + key + "' is no number: '" + value + "'", e);
    }
  }

  /** A number that may be missing. */
  public long number(String key, long otherwise) {
    return settings.containsKey(key) ? number(key) : otherwise;
  }

  /** The folder of this turn alone, empty at its beginning. */
  public Path work() {
    return Path.of(text("work"));
  }
}
