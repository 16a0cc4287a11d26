package dev.tidemark.file;

/**
 * How much of a hidden file counts.
 *
 * @param name in the target's folder; empty when there is no file
 * @param length in bytes
 */
record Extent(String name, long length) {

  /** No file. */
  static final Extent NONE = new Extent("", 0);
}
