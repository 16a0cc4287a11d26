/**
 * Files as source and sink. {@link FileSource} reads one file or a glob of them, each a partition,
 * plain or gzip, as JSON lines or CSV; {@link FileSink} writes the same, as {@link WholeFile} or as
 * {@link RolledFiles}. What it does to files goes through {@link Disk}.
 */
@NullMarked
package dev.tidemark.file;

import org.jspecify.annotations.NullMarked;
