package dev.tidemark.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The distribution as it is from the second command on: unpacked, and its class cache made. One for
 * all tests, none of which changes it.
 *
 * @param caches where the cache is; {@code XDG_CACHE_HOME}
 */
record Installed(Unpacked unpacked, Path caches) {

  private static final class Holder {
    private static final Installed SHARED = make();
  }

  static Installed shared() {
    return Holder.SHARED;
  }

  private static Installed make() {
    try {
      Path folder = Files.createTempDirectory("installed");
      Unpacked unpacked = Unpacked.into(folder);
      Path caches = folder.resolve("caches");
      Shell.Outcome first =
          Unpacked.shell(folder.resolve("work"), folder.resolve("home"))
              .with("XDG_CACHE_HOME", caches)
              .run(unpacked.program().toString(), "version");
      if (first.exitCode() != 0) {
        throw new IllegalStateException(first.all());
      }
      Path unused = ClassCache.awaitIn(caches.resolve("tidemark"));
      return new Installed(unpacked, caches);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** A shell in a folder that has what the archive has beside the program, and may be changed. */
  Shell copy(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Shell.Outcome copied =
        Unpacked.shell(folder, folder.resolveSibling("home"))
            .run("cp", "-R", home("docs"), home("examples"), ".");
    if (copied.exitCode() != 0) {
      throw new IllegalStateException(copied.all());
    }
    return Unpacked.shell(folder, folder.resolveSibling("home")).with("XDG_CACHE_HOME", caches);
  }

  private String home(String folder) {
    return unpacked.home().resolve(folder).toString();
  }
}
