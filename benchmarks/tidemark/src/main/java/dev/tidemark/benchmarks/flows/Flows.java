package dev.tidemark.benchmarks.flows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Tally;
import dev.tidemark.benchmarks.contender.Task;
import dev.tidemark.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every job, as one flow each: J1 is {@code j1.yaml} beside this class. Each turn is a flow in a
 * folder of its own, so that it begins with an empty store.
 */
public final class Flows implements Contender {
  private static final Pattern PLACE = Pattern.compile("@([a-z]+)@");
  private static volatile Tally tally = new Tally(0, 0);

  @Override
  public void run(Task task) throws Exception {
    Path flow = task.work().resolve("flow.yaml");
    Files.writeString(flow, text(task));
    tally = new Tally(0, 0);
    int code = Main.run("run", "--quiet", flow.toString());
    if (code != 0) {
      throw new IOException("the run has ended with exit code " + code);
    }
    if (task.job().equals("J5")) {
      tally.check(task.number("records"));
    }
  }

  /** What the job's sink has counted so far. */
  static void tallied(Tally now) {
    tally = now;
  }

  private static String text(Task task) throws IOException {
    String name = task.text("flow", task.job().toLowerCase(Locale.ROOT)) + ".yaml";
    Map<String, String> settings = new TreeMap<>(task.settings());
    if (settings.containsKey("url")) {
      settings.put("url", connection(settings.get("url")));
    }
    try (InputStream resource = Flows.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalArgumentException("there is no " + name);
      }
      return filled(new String(resource.readAllBytes(), UTF_8), new Task(settings));
    }
  }

  private static String filled(String text, Task task) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(task.text(place.group(1))));
  }

  /** {@code jdbc:postgresql://host/db?user=name}, as Tidemark's connections write it. */
  private static String connection(String jdbc) {
    URI url = URI.create(jdbc.substring("jdbc:".length()));
    String user = url.getQuery().replaceFirst("^(.*&)?user=([^&]*).*$", "$2");
    return "postgresql://" + user + "@" + url.getAuthority() + url.getPath();
  }
}
