package dev.tidemark.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why the system refused, in words: some of the JDK's exceptions say no more than a path. */
final class IoReason {

  private IoReason() {}

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
