package dev.tidemark.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

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
    if (fixed == path.getNameCount() || Files.isRegularFile(path) || !problem(path).isEmpty()) {
      Path parent = path.getParent();
      return new FileSet(parent == null ? Path.of("") : parent, path, false);
    }
    return new FileSet(folder, path, true);
  }

  /**
   * What is wrong with a path as a pattern; empty when nothing is, or it is the name of a file that
   * is there.
   */
  static String problem(Path path) {
    boolean plain = true;
    for (Path name : path) {
      plain &= !isPattern(name.toString());
    }
    if (plain || Files.isRegularFile(path)) {
      return "";
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + path);
      return "";
    } catch (PatternSyntaxException e) {
      return "not a glob: "
          + e.getDescription()
          + " at character "
          + e.getIndex()
          + "; *, ?, [ and { are special, and are written \\*, \\?, \\[ and \\{ to be meant as they"
          + " are";
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
    // As shells have it, **/ may also stand for no folder at all.
    PathMatcher flat = FileSystems.getDefault().getPathMatcher("glob:" + text.replace("**/", ""));
    int depth =
        text.contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - folder.getNameCount();
    boolean hidden = String.valueOf(pattern.getFileName()).startsWith(".");
    List<Path> found = new ArrayList<>();
    Predicate<Path> wanted =
        path ->
            (matcher.matches(path) || flat.matches(path))
                && (hidden || !String.valueOf(path.getFileName()).startsWith("."));
    Files.walkFileTree(
        folder, Set.of(FileVisitOption.FOLLOW_LINKS), depth, new Matching(wanted, found));
    found.sort(Comparator.comparing(this::name));
    return List.copyOf(found);
  }

  /** Collects regular files. A link back to where it leads from is passed over. */
  private static final class Matching extends SimpleFileVisitor<Path> {
    private final Predicate<Path> wanted;
    private final List<Path> found;

    Matching(Predicate<Path> wanted, List<Path> found) {
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && wanted.test(path)) {
        found.add(path);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
      // One that was removed meanwhile isn't there; one that may not be seen must not be missed.
      if (failure instanceof FileSystemLoopException || failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  /** Why there is no file, and what to do about it. */
  String nothingThere() {
    if (!isGlob && Files.isDirectory(pattern)) {
      return pattern + " is a folder; name the files in it, for example " + pattern + "/*.jsonl";
    }
    if (!isGlob && Files.exists(pattern)) {
      return pattern
          + " is no regular file: what comes through a pipe or device can't be read again after a"
          + " crash; write it to a file first";
    }
    return "no file at " + pattern + "; put one there, or correct path";
  }

  /** A file's name within the folder, spelled alike on all systems. */
  String name(Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  /** The file of a name that {@link #name} gave. */
  Path file(String name) {
    return folder.resolve(name);
  }
}
