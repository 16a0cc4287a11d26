package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which files there are and which of them are known (Delivery 4, 7). A run that is resumed
 * keeps the files it began with, and finds them unchanged or fails; a new run takes a file that has
 * grown for the one it was, and a replaced one for a new one.
 */
final class FileResolver {

  private final String stage;
  private final FileSet set;
  private final FileSettings settings;
  private final boolean follows;

  FileResolver(String stage, FileSet set, FileSettings settings, boolean follows) {
    this.stage = stage;
    this.set = set;
    this.settings = settings;
    this.follows = follows;
  }

  List<PartitionBounds> resolve(Known known) throws IOException, ConnectorException {
    List<PartitionBounds> resolved = new ArrayList<>();
    Set<Path> taken = new HashSet<>();
    for (PartitionBounds bounds : known.bounds()) {
      Path path = path(bounds.partition());
      taken.add(path);
      if (stands(path, bounds, known.positions().get(bounds.partition()))) {
        resolved.add(bounds);
      } else {
        resolved.add(fresh(path, known));
      }
    }
    if (known.bounds().isEmpty() || follows) {
      for (Path path : set.files()) {
        if (!taken.contains(path)) {
          resolved.add(recognised(path, known));
        }
      }
    }
    if (resolved.isEmpty() && !follows) {
      throw new ConnectorException.Terminal(Fault.MISSING, set.nothingThere(), null);
    }
    return resolved;
  }

  /** The file of a partition that this source has made. */
  SourceFile file(Partition partition) throws ConnectorException {
    Path path = path(partition);
    return new SourceFile(partition, path, set.name(path));
  }

  private Path path(Partition partition) throws ConnectorException {
    return FileIdentity.parse(partition)
        .map(identity -> set.file(identity.name()))
        .orElseThrow(
            () ->
                new ConnectorException.Terminal(
                    Fault.SOURCE_CHANGED,
                    partition.text() + " was not made by a file source; load again with --restart",
                    null));
  }

  /** Whether a run's file is as it was; if not, it is to be read anew, or the run fails. */
  private boolean stands(Path path, PartitionBounds bounds, @Nullable Position reached)
      throws IOException, ConnectorException {
    Optional<FileIdentity> identity = FileIdentity.parse(bounds.partition());
    long least = bounds.end().map(end -> Place.parse(end).base()).getOrElse(0L);
    Place at = reached == null ? Place.START : Place.parse(reached);
    least = Math.max(least, at.base());
    boolean exists = Files.isRegularFile(path);
    if (exists
        && identity.isPresent()
        && Files.size(path) >= least
        && identity.get().matches(path)) {
      return true;
    }
    if (settings.restart() && exists) {
      return false;
    }
    SourceFile file = file(bounds.partition());
    throw exists
        ? file.replaced(least + " bytes or more, beginning as they did when the run began")
        : new ConnectorException.Terminal(
            Fault.SOURCE_CHANGED,
            file.name() + " is gone; put it back, or load again with --restart",
            null);
  }

  /** A file as one that some sink has a position in, else as a new one. */
  private PartitionBounds recognised(Path path, Known known)
      throws IOException, ConnectorException {
    String name = set.name(path);
    Optional<FileIdentity> best = Optional.empty();
    for (Map.Entry<Partition, Position> entry : known.positions().entrySet()) {
      Optional<FileIdentity> identity = FileIdentity.parse(entry.getKey());
      boolean same =
          entry.getKey().source().equals(stage)
              && identity.isPresent()
              && identity.get().name().equals(name)
              && identity.get().matches(path)
              && holds(path, entry.getKey(), Place.parse(entry.getValue()));
      if (same && (best.isEmpty() || isBetter(identity.get(), best.get()))) {
        best = identity;
      }
    }
    return best.isPresent() ? bounds(best.get().partition(stage), path) : fresh(path, known);
  }

  /** More of the file known is surer; of equal ones the later. */
  private static boolean isBetter(FileIdentity one, FileIdentity other) {
    return one.headLength() != other.headLength()
        ? one.headLength() > other.headLength()
        : one.copy() > other.copy();
  }

  /** Whether a file has the bytes that come before a place. */
  private boolean holds(Path path, Partition partition, Place place)
      throws IOException, ConnectorException {
    if (Files.size(path) < place.base()) {
      return false;
    }
    if (place.hash().isEmpty() || SourceFile.isGzip(path)) {
      return true;
    }
    SourceFile file = new SourceFile(partition, path, set.name(path));
    return OpenedFile.holds(file, place);
  }

  private PartitionBounds fresh(Path path, Known known) throws IOException {
    FileIdentity identity = FileIdentity.of(set.name(path), path);
    Set<Partition> used = new HashSet<>(known.positions().keySet());
    known.bounds().forEach(bounds -> used.add(bounds.partition()));
    while (used.contains(identity.partition(stage))) {
      identity = identity.nextCopy();
    }
    return bounds(identity.partition(stage), path);
  }

  private PartitionBounds bounds(Partition partition, Path path) throws IOException {
    // Whoever writes gzip writes it whole: such a file has an end even when others are followed.
    boolean ends = !follows || SourceFile.isGzip(path);
    Option<Position> end =
        ends ? Option.some(Place.end(Files.size(path)).position()) : Option.none();
    return new PartitionBounds(partition, Place.START.position(), end);
  }
}
