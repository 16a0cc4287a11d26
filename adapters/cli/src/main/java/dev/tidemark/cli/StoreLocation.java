package dev.tidemark.cli;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.checkpoint.StoreUrl;
import dev.tidemark.failure.ErrorCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which store: {@code --store}, then {@code TIDEMARK_STORE}, then the flow's folder, then this one.
 *
 * @param url as {@link StoreUrl} takes it
 * @param reason who named it, for messages
 */
record StoreLocation(String url, String reason) {

  static final String FOLDER = ".tidemark";
  static final String VARIABLE = "TIDEMARK_STORE";
  private static final String FILE = "state.db";
  private static final String SQLITE = "sqlite:";
  private static final String MEMORY = "memory:";

  /** Where a run of this flow keeps its state; need not exist yet. */
  static StoreLocation forRun(Surroundings in, StoreOption option, Path flow) {
    return named(in, option).orElseGet(() -> beside(folder(flow), "the flow's folder"));
  }

  /** One that is gone with the process. */
  static StoreLocation passing() {
    return new StoreLocation(MEMORY, "nothing is to be kept");
  }

  /**
   * The first place that holds a store.
   *
   * @param flow the flow's file, where one was named
   */
  static Optional<StoreLocation> existing(
      Surroundings in, StoreOption option, Optional<Path> flow) {
    return candidates(in, option, flow).stream().filter(each -> each.exists(in)).findFirst();
  }

  /** The same, or an error that says where it looked. */
  static StoreLocation required(Surroundings in, StoreOption option, Optional<Path> flow) {
    return existing(in, option, flow)
        .orElseThrow(
            () -> {
              List<String> looked =
                  candidates(in, option, flow).stream().map(StoreLocation::toString).toList();
              return new CommandFailure(
                  ErrorCode.UNKNOWN,
                  "no state found, so nothing has been run from here. Looked at "
                      + String.join(", ", looked)
                      + "; name the flow's file, or the store with --store");
            });
  }

  private static List<StoreLocation> candidates(
      Surroundings in, StoreOption option, Optional<Path> flow) {
    Optional<StoreLocation> named = named(in, option);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    List<StoreLocation> all = new ArrayList<>();
    flow.ifPresent(file -> all.add(beside(folder(file), "the flow's folder")));
    StoreLocation here = beside(in.folder(), "this folder");
    if (all.stream().noneMatch(each -> each.url().equals(here.url()))) {
      all.add(here);
    }
    return all;
  }

  private static Optional<StoreLocation> named(Surroundings in, StoreOption option) {
    return option
        .url()
        .map(url -> new StoreLocation(url, "--store"))
        .or(
            () ->
                Optional.ofNullable(in.environment().get(VARIABLE))
                    .filter(url -> !url.isBlank())
                    .map(url -> new StoreLocation(url, VARIABLE)))
        .map(StoreLocation::checked);
  }

  private static StoreLocation beside(Path folder, String reason) {
    return new StoreLocation(folder.resolve(FOLDER).resolve(FILE).toString(), reason);
  }

  private static Path folder(Path flow) {
    Path parent = flow.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private StoreLocation checked() {
    if (new StoreUrl(url).remote()) {
      checkServer();
    } else if (!url.equals(MEMORY)) {
      file();
    }
    return this;
  }

  private void checkServer() {
    try {
      new StoreUrl(url).check();
    } catch (StoreException wrong) {
      throw new CommandFailure(ErrorCode.COMMAND_LINE, reason + ": " + wrong.reason());
    }
  }

  /** For people; without secrets. */
  private String shown() {
    return new StoreUrl(url).shown();
  }

  @Override
  public String toString() {
    return shown() + " (" + reason + ")";
  }

  /** A store that is only remembered by its process holds nothing for another one. */
  boolean exists(Surroundings in) {
    return new StoreUrl(place(in)).exists();
  }

  private Path file() {
    String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : url;
    if (path.isBlank() || path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      int secret = path.indexOf("://");
      throw wrong(secret < 0 ? url : path.substring(0, secret) + "://...");
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException unusable) {
      throw wrong(url);
    }
  }

  private CommandFailure wrong(String shown) {
    return new CommandFailure(
        ErrorCode.COMMAND_LINE,
        "%s: no store at '%s': expected sqlite:PATH, the path of a file, or postgresql://..."
            .formatted(reason, shown));
  }

  /** Opens it, creating it when it isn't there. */
  CheckpointStore open(Surroundings in) {
    return new StoreUrl(place(in)).open(in.clock());
  }

  private String place(Surroundings in) {
    boolean file = !url.equals(MEMORY) && !new StoreUrl(url).remote();
    return file ? SQLITE + in.folder().resolve(file()) : url;
  }
}
