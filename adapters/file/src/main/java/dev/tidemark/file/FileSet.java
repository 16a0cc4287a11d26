package dev.tidemark.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a path names: itself, or those that a glob matches at the moment. Hidden files are
 * matched only by a pattern that begins with a dot, so that what a sink is still writing is never
 * read. Immutable.
 *
 * @param folder the part of the path that has no pattern; names are relative to it
 * @param pattern the whole path
 */
record FileSet(Path folder, Path pattern, boolean isGlob) {

  /** Of an absolute path. One that exists as it stands, or is no legal glob, is taken literally. */
  static FileSet of(Path path) {
    Path folder = path.getRoot() == null ? Path.of("") : path.getRoot();
    int fixed = 0;
    while (fixed < path.getNameCount() && !isPattern(path.getName(fixed).toString())) {
      folder = folder.resolve(path.getName(fixed));
      fixed++;
    }
    if (fixed == path.getNameCount() || Files.isRegularFile(path) || wrong(path).isPresent()) {
      Path parent = path.getParent();
      return new FileSet(parent == null ? Path.of("") : parent, path, false);
    }
    return new FileSet(folder, path, true);
  }

  /** What is wrong with a path as a glob; empty when nothing is. */
  static Optional<String> wrong(Path path) {
    try {
      PathMatcher legal = FileSystems.getDefault().getPathMatcher("glob:" + path);
      return legal == null ? Optional.of("not a glob") : Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription());
    }
  }

  private static boolean isPattern(String name) {
    return name.chars().anyMatch(character -> "*?[{".indexOf(character) >= 0);
  }

  /** The files there are, by name. */
  List<Path> files() throws IOException {
    if (!isGlob) {
      return Files.isRegularFile(pattern) ? List.of(pattern) : List.of();
    }
    String text = pattern.toString();
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
    int depth =
        text.contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - folder.getNameCount();
    boolean hidden = String.valueOf(pattern.getFileName()).startsWith(".");
    try (Stream<Path> found =
        Files.find(
            folder,
            depth,
            (path, attributes) ->
                attributes.isRegularFile()
                    && matcher.matches(path)
                    && (hidden || !String.valueOf(path.getFileName()).startsWith(".")),
            FileVisitOption.FOLLOW_LINKS)) {
      return found.sorted((a, b) -> name(a).compareTo(name(b))).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A file's name within the folder, spelled alike on all systems. */
  String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** The file of a name that {@link #name} gave. */
  Path file(String name) {
    return folder.resolve(name);
  }
}
