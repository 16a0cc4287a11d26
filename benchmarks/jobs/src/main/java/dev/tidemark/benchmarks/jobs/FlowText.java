package dev.tidemark.benchmarks.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A flow of {@code benchmarks/tidemark/flows}, with what the surroundings decide put in:
 * {@code @url@}.
 */
final class FlowText {
  private static final Pattern PLACE = Pattern.compile("@([a-z]+)@");

  private FlowText() {}

  /**
   * The flow of a name.
   *
   * @throws IllegalArgumentException if a place has no setting
   */
  static String of(Path root, String name, Map<String, String> settings) throws IOException {
    Path file = root.resolve("benchmarks/tidemark/flows").resolve(name + ".yaml");
    return PLACE
        .matcher(Files.readString(file))
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), settings)));
  }

  private static String value(String name, Map<String, String> settings) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("nothing is known to put in for @" + name + "@");
    }
    return name.equals("url") ? connection(value) : value;
  }

  /** {@code jdbc:postgresql://host/db?user=name}, as Tidemark's connections write it. */
  private static String connection(String jdbc) {
    URI url = URI.create(jdbc.substring("jdbc:".length()));
    String user = url.getQuery().replaceFirst("^(.*&)?user=([^&]*).*$", "$2");
    return "postgresql://" + user + "@" + url.getAuthority() + url.getPath();
  }
}
