package dev.tidemark.checkpoint;

import org.jspecify.annotations.Nullable;

/** Why the store couldn't do what was asked. Nothing was changed, but for {@link Kind#AWAY}. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public enum Kind {
    /** Busy or gone for the moment; asking again may succeed, and is harmless. */
    AWAY,
    /** Another owner holds the pipeline: the caller must stop. */
    FENCED,
    /** Its disk takes no more: no space is left, a limit is reached, or it fails. */
    FULL,
    /** The file is read-only, its folder is gone, or the like. */
    UNUSABLE,
    /** Written by a newer version. */
    NEWER,
    /** Damaged, or no store at all. */
    FOREIGN
  }

  private final Kind kind;

  /** For the user: what was tried, where, what to do. */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  /** The message, never null. */
  public String reason() {
    String message = getMessage();
    return message == null ? kind.name() : message;
  }
}
