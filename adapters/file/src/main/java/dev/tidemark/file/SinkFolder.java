package dev.tidemark.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The files beside a whole-file sink's target, and every change that is made to them. All names
 * begin with a dot, so that no glob takes them for data.
 */
final class SinkFolder {

  private static final String SIDECAR = ".json";

  private final Path target;
  private final Path folder;
  private final String prefix;
  private final Consumer<String> afterStep;

  /**
   * For a target.
   *
   * @param afterStep called after every single change of a file, with its name: to stop there in a
   *     test
   */
  SinkFolder(Path target, Consumer<String> afterStep) {
    Path parent = target.toAbsolutePath().getParent();
    this.target = target;
    this.folder = parent == null ? target : parent;
    this.prefix = "." + target.getFileName() + ".tidemark.";
    this.afterStep = afterStep;
  }

  Path target() {
    return target;
  }

  /** Where dead letters are when the target is complete. */
  Path letters() {
    return folder.resolve(target.getFileName() + ".dead-letters.jsonl");
  }

  Path sidecar(long epoch) {
    return folder.resolve(prefix + epoch + SIDECAR);
  }

  String dataName(long epoch) {
    return prefix + epoch + ".part";
  }

  String lettersName(long epoch) {
    return prefix + epoch + ".letters.part";
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void create() throws IOException {
    Files.createDirectories(folder);
  }

  /** The sidecars there are, by epoch. */
  TreeMap<Long, Path> sidecars() throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    for (Path path : ours()) {
      OptionalLong epoch = epochOf(path);
      if (epoch.isPresent()) {
        found.put(epoch.getAsLong(), path);
      }
    }
    return found;
  }

  private List<Path> ours() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> paths =
        Files.newDirectoryStream(folder, path -> name(path).startsWith(prefix))) {
      paths.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }

  private OptionalLong epochOf(Path sidecar) {
    String name = name(sidecar);
    if (!name.endsWith(SIDECAR)) {
      return OptionalLong.empty();
    }
    String digits = name.substring(prefix.length(), name.length() - SIDECAR.length());
    return digits.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Takes an epoch: of several who try, one succeeds. */
  void createSidecar(long epoch) throws IOException {
    Files.createFile(sidecar(epoch));
    afterStep.accept("claim");
    sync();
  }

  /** Writes a sidecar's next content where it isn't yet seen, durably. */
  void stageSidecar(long epoch, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            staged(epoch),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      afterStep.accept("write sidecar");
      channel.force(true);
    }
    afterStep.accept("sync sidecar");
  }

  /** Makes the staged content the sidecar's, at once and durably. */
  void publishSidecar(long epoch) throws IOException {
    move(staged(epoch), sidecar(epoch));
  }

  private Path staged(long epoch) {
    return folder.resolve(prefix + epoch + SIDECAR + ".tmp");
  }

  /** Renames durably, replacing what has that name. */
  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    afterStep.accept("rename to " + name(to));
    sync();
  }

  void delete(Path path) throws IOException {
    if (Files.deleteIfExists(path)) {
      afterStep.accept("delete " + name(path));
    }
  }

  /** Removes what earlier owners left, except the files named. */
  void deleteOthers(long epoch, List<String> kept) throws IOException {
    for (Path path : ours()) {
      OptionalLong sidecar = epochOf(path);
      boolean old = sidecar.isEmpty() || sidecar.getAsLong() < epoch;
      if (old && !kept.contains(name(path))) {
        delete(path);
      }
    }
  }

  /** Makes names durable. */
  void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
    afterStep.accept("sync folder");
  }

  /** Says that one more change was made to a file. */
  void stepped(String step) {
    afterStep.accept(step);
  }
}
