package dev.tidemark.engine;

import dev.tidemark.checkpoint.LeaseHolder;

/** The answer to something that only a pipeline's owner may do. */
public sealed interface Owned<T> {

  /** It was done. */
  record Done<T>(T value) implements Owned<T> {}

  /** Somebody else owns the pipeline; nothing was done. */
  record Held<T>(LeaseHolder holder) implements Owned<T> {}
}
