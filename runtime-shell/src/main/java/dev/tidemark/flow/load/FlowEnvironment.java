package dev.tidemark.flow.load;

import dev.tidemark.connection.ConnectionTypes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What flows are read in. Immutable. Prints without the variables, which may hold secrets.
 *
 * @param variables the environment
 * @param home the user's home folder
 * @param workingDirectory where the program was started
 * @param stageTypes the types that stages may have
 * @param connectionTypes the kinds that connections may have
 * @param clock to tell a schedule that is never due again
 */
public record FlowEnvironment(
    Map<String, String> variables,
    Path home,
    Path workingDirectory,
    StageTypes stageTypes,
    ConnectionTypes connectionTypes,
    InstantSource clock) {
  /** Copies the variables. */
  public FlowEnvironment {
    variables = Map.copyOf(variables);
  }

  /** That of this process, with all installed types. */
  public static FlowEnvironment ofProcess() {
    return new FlowEnvironment(
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        Path.of("").toAbsolutePath(),
        StageTypes.installed(),
        ConnectionTypes.installed(),
        InstantSource.system());
  }

  @Override
  public String toString() {
    return "FlowEnvironment[workingDirectory=" + workingDirectory + "]";
  }
}
