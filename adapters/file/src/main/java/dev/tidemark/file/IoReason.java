package dev.tidemark.file;

import dev.tidemark.coordinator.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why the system refused, in words: some of the JDK's exceptions say no more than a path. */
final class IoReason {

  /** Where less is left, a write that failed is taken to have failed for that. */
  private static final long NOTHING_LEFT = 1 << 16;

  private IoReason() {}

  /**
   * What is at fault when something couldn't be written. A write that the disk refuses has no type
   * of its own, as what goes wrong with a name has; of a file that can't be made the disk is asked.
   */
  static Fault fault(IOException e, Path folder) {
    if (e instanceof AccessDeniedException) {
      return Fault.DENIED;
    }
    if (!(e instanceof FileSystemException)) {
      return Fault.FULL;
    }
    try {
      boolean full = Files.getFileStore(folder).getUsableSpace() < NOTHING_LEFT;
      return full ? Fault.FULL : Fault.AWAY;
    } catch (IOException gone) {
      return Fault.AWAY;
    }
  }

  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case NoSuchFileException absent -> "it isn't there: " + absent.getFile();
      case FileAlreadyExistsException other ->
          "something of this name is there: " + other.getFile();
      case NotDirectoryException other -> "not a folder: " + other.getFile();
      case FileSystemException refused when refused.getReason() != null ->
          refused.getReason() + ": " + refused.getFile();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
