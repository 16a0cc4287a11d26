package dev.tidemark.cli;

import picocli.CommandLine.Option;

/** How to show a result. */
final class OutputOptions {

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  boolean json() {
    return json;
  }
}
