package dev.tidemark.connection;

import java.nio.file.Path;
import java.util.Map;

/**
 * What connections are looked up in. Prints without the variables, which may hold secrets.
 *
 * @param variables the environment
 * @param home the user's home folder
 * @param workingDirectory where the program was started
 * @param flowFolder where the flow's file is
 * @param types the kinds that are known
 */
public record ConnectionScope(
    Map<String, String> variables,
    Path home,
    Path workingDirectory,
    Path flowFolder,
    ConnectionTypes types) {

  @Override
  public String toString() {
    return "ConnectionScope[flowFolder=" + flowFolder + "]";
  }
}
