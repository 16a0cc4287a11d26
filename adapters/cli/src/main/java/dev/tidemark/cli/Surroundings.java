package dev.tidemark.cli;

import dev.tidemark.flow.load.FlowEnvironment;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command line is run in.
 *
 * @param out for results
 * @param err for everything else
 * @param environment the variables; holds secrets, so it isn't printed
 * @param home the user's
 * @param folder what relative paths are relative to
 * @param zone for times that people read
 */
record Surroundings(
    PrintWriter out,
    PrintWriter err,
    Terminal terminal,
    Map<String, String> environment,
    Path home,
    Path folder,
    InstantSource clock,
    ZoneId zone) {

  /** Those of this process. */
  static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Terminal.ofProcess(environment),
        environment,
        Path.of(System.getProperty("user.home", ".")),
        Path.of(""),
        InstantSource.system(),
        ZoneId.systemDefault());
  }

  /** What flows are read in. */
  FlowEnvironment flows() {
    Plugins plugins = Plugins.installed(environment, folder.toAbsolutePath());
    return new FlowEnvironment(
        environment, home, folder.toAbsolutePath(), plugins.stages(), plugins.connections(), clock);
  }

  @Override
  public String toString() {
    return "Surroundings[folder=" + folder + "]";
  }
}
