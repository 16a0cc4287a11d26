package dev.tidemark.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where state is kept. */
final class StoreOption {

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "Where state is kept: sqlite:PATH, or just the path; or",
        "postgresql://USER:PASSWORD@HOST/DATABASE, with ?schema=NAME and ?sslmode=... as needed.",
        "Else TIDEMARK_STORE, else .tidemark/state.db in the flow's folder, else in this one."
      })
  private @Nullable String url;

  Optional<String> url() {
    return Optional.ofNullable(url);
  }
}
