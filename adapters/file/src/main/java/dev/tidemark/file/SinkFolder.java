package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The files beside a sink's target. All names begin with a dot, so that no glob takes them for
 * data. Not thread-safe.
 */
final class SinkFolder {

  private static final String SIDECAR = ".json";
  private static final String STAGED = ".tmp";
  private static final int EPOCH_DIGITS = 18;

  private final Disk disk;
  private final Path target;
  private final Path folder;
  private final String prefix;
  private final String advice;

  /**
   * For a target; its folder need not be there yet.
   *
   * @param advice what a person can do when confirmed data is lost
   */
  SinkFolder(Disk disk, Path target, String advice) {
    Path parent = target.toAbsolutePath().getParent();
    this.disk = disk;
    this.target = target;
    this.folder = parent == null ? target : parent;
    this.advice = advice;
    this.prefix = "." + target.getFileName() + ".tidemark.";
  }

  Disk disk() {
    return disk;
  }

  String advice() {
    return advice;
  }

  Path target() {
    return target;
  }

  Path path() {
    return folder;
  }

  Path sidecar(long epoch) {
    return folder.resolve(prefix + epoch + SIDECAR);
  }

  /** The name of a hidden file of an epoch. */
  String hidden(long epoch, String what) {
    return prefix + epoch + "." + what;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Creates the folder, durably; harmless when it is there.
   *
   * @throws ConnectorException.Terminal when a file stands in its place
   */
  void create() throws IOException, ConnectorException.Terminal {
    Deque<Path> missing = new ArrayDeque<>();
    Path at = folder;
    while (!disk.isFolder(at) && at.getParent() != null) {
      missing.push(at);
      at = at.getParent();
    }
    // The one that is there may just have been created, by somebody who didn't live to sync it.
    // Those above it were synced before it was.
    syncParent(at, missing.isEmpty());
    for (Path each : missing) {
      if (disk.exists(each) && !disk.isFolder(each)) {
        throw new ConnectorException.Terminal(
            Fault.MISFIT,
            each + " is a file, where a folder should be; give another path, or move it away",
            null);
      }
      disk.createFolder(each);
      syncParent(each, false);
    }
  }

  private void syncParent(Path child, boolean asFarAsAllowed) throws IOException {
    Path parent = child.getParent();
    if (parent == null) {
      return;
    }
    try {
      disk.syncFolder(parent);
    } catch (AccessDeniedException e) {
      if (!asFarAsAllowed) {
        throw e;
      }
    }
  }

  /** The sidecars there are, by epoch. */
  TreeMap<Long, Path> sidecars() throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    for (String name : ours()) {
      OptionalLong epoch = epochOf(name);
      if (epoch.isPresent()) {
        found.put(epoch.getAsLong(), folder.resolve(name));
      }
    }
    return found;
  }

  private List<String> ours() throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : disk.names(folder)) {
      if (name.startsWith(prefix)) {
        found.add(name);
      }
    }
    return found;
  }

  /** The epoch of a sidecar's name; empty for other files. */
  private OptionalLong epochOf(String name) {
    boolean sidecar = name.endsWith(SIDECAR) && name.equals(prefix + numberIn(name) + SIDECAR);
    return sidecar ? OptionalLong.of(Long.parseLong(numberIn(name))) : OptionalLong.empty();
  }

  /** The digits behind the prefix, every hidden file's epoch. */
  private String numberIn(String name) {
    int end = prefix.length();
    while (end < name.length() && end < prefix.length() + EPOCH_DIGITS && isDigit(name, end)) {
      end++;
    }
    return name.substring(prefix.length(), end);
  }

  private static boolean isDigit(String name, int at) {
    return name.charAt(at) >= '0' && name.charAt(at) <= '9';
  }

  /** Writes a sidecar's next content where it isn't yet seen, durably. */
  void stageSidecar(long epoch, byte[] content) throws IOException {
    try (Disk.OpenFile file = disk.openOrCreate(staged(epoch))) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(content), 0);
      file.sync();
    }
  }

  /** Makes the staged content the sidecar's, at once and durably. */
  void publishSidecar(long epoch) throws IOException {
    replace(staged(epoch), sidecar(epoch));
  }

  private Path staged(long epoch) {
    return folder.resolve(prefix + epoch + SIDECAR + STAGED);
  }

  /** Renames durably, replacing what has that name. */
  void replace(Path from, Path to) throws IOException {
    disk.replace(from, to);
    sync();
  }

  /**
   * Removes what earlier owners left, and what this one doesn't need, except the files named. A
   * later owner's are let be: it may have come this moment.
   */
  void deleteOthers(long epoch, Collection<String> kept) throws IOException {
    for (String name : ours()) {
      String number = numberIn(name);
      boolean later = !number.isEmpty() && Long.parseLong(number) > epoch;
      boolean own = name.equals(prefix + epoch + SIDECAR);
      if (!later && !own && !kept.contains(name)) {
        disk.delete(folder.resolve(name));
      }
    }
  }

  /** Makes names durable. */
  void sync() throws IOException {
    disk.syncFolder(folder);
  }
}
