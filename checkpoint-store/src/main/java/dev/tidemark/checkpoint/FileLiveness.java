package dev.tidemark.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@link Liveness} by operating-system locks on files: {@code <folder>/<pipeline>.<epoch>.lock}.
 *
 * <p>The operating system knows only which process holds a lock, and closing any channel of a file
 * frees all of the process's locks on it. So what this JVM holds is kept in a table, and a file in
 * it is never opened again.
 */
final class FileLiveness implements Liveness {

  private static final int LONGEST_NAME = 120;

  /** Guarded by itself. */
  private static final Set<Path> HELD_IN_THIS_JVM = new HashSet<>();

  private final Path folder;

  /** Guarded by {@link #HELD_IN_THIS_JVM}. */
  private final Set<LockedFile> mine = new HashSet<>();

  /**
   * Touches nothing yet.
   *
   * @param folder created with the first lock; its parent must exist and be a real path
   */
  FileLiveness(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<Hold> hold(String pipeline, long epoch) {
    Path file = file(pipeline, epoch);
    synchronized (HELD_IN_THIS_JVM) {
      if (HELD_IN_THIS_JVM.contains(file)) {
        return Optional.empty();
      }
      try {
        Files.createDirectories(folder);
        return lock(file);
      } catch (IOException e) {
        throw unusable(file, e);
      }
    }
  }

  @Override
  public boolean held(String pipeline, long epoch) {
    return held(file(pipeline, epoch));
  }

  @Override
  public void sweep(String pipeline, long epoch) {
    String prefix = prefix(pipeline);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (before(file, prefix, epoch) && !held(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  @Override
  public void close() {
    synchronized (HELD_IN_THIS_JVM) {
      Set.copyOf(mine).forEach(LockedFile::close);
    }
  }

  private Optional<Hold> lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    LockedFile held = new LockedFile(file, channel);
    HELD_IN_THIS_JVM.add(file);
    mine.add(held);
    return Optional.of(held);
  }

  /**
   * A shared lock is enough to find out, so that two who ask don't take each other for the owner.
   */
  private static boolean held(Path file) {
    synchronized (HELD_IN_THIS_JVM) {
      if (HELD_IN_THIS_JVM.contains(file)) {
        return true;
      }
      if (!Files.exists(file)) {
        return false;
      }
      try (FileChannel channel = FileChannel.open(file, READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (java.nio.file.NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw unusable(file, e);
      }
    }
  }

  private static boolean before(Path file, String prefix, long epoch) {
    String name = file.getFileName().toString();
    if (!name.startsWith(prefix) || !name.endsWith(".lock")) {
      return false;
    }
    String number = name.substring(prefix.length(), name.length() - ".lock".length());
    return number.matches("\\d{1,18}") && Long.parseLong(number) < epoch;
  }

  private Path file(String pipeline, long epoch) {
    return folder.resolve(prefix(pipeline) + epoch + ".lock");
  }

  private static String prefix(String pipeline) {
    String name = URLEncoder.encode(pipeline, StandardCharsets.UTF_8).replace("*", "%2A");
    if (name.length() > LONGEST_NAME) {
      byte[] bytes = pipeline.getBytes(StandardCharsets.UTF_8);
      name = name.substring(0, LONGEST_NAME / 2) + "~" + UUID.nameUUIDFromBytes(bytes);
    }
    return name + ".";
  }

  private static StoreException unusable(Path file, IOException cause) {
    return new StoreException(
        StoreException.Kind.UNUSABLE,
        "can't lock %s: %s; the store's folder must be writable".formatted(file, cause),
        cause);
  }

  private final class LockedFile implements Hold {
    private final Path file;
    private final FileChannel channel;

    private LockedFile(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /** Removes the file first: nobody looks for a lock of an epoch that has ended. */
    @Override
    public void close() {
      synchronized (HELD_IN_THIS_JVM) {
        if (!mine.remove(this)) {
          return;
        }
        try (channel) {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw unusable(file, e);
        } finally {
          HELD_IN_THIS_JVM.remove(file);
        }
      }
    }
  }
}
