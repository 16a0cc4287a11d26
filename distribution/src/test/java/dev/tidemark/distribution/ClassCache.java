package dev.tidemark.distribution;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The cache of loaded classes that the launcher makes beside the first command. */
final class ClassCache {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ClassCache() {}

  /** The only cache of a folder, once the training that the first command has begun is over. */
  static Path awaitIn(Path caches) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    try (WatchService changes = caches.getFileSystem().newWatchService()) {
      WatchKey watched = caches.register(changes, ENTRY_CREATE, ENTRY_DELETE);
      while (Instant.now().isBefore(deadline) && watched.isValid()) {
        List<Path> found = files(caches);
        if (found.size() == 1 && found.get(0).toString().matches(".*\\.(aot|jsa)")) {
          return found.get(0);
        }
        WatchKey key = changes.poll(1, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
    throw new AssertionError("no cache in " + caches + ", but " + files(caches));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
