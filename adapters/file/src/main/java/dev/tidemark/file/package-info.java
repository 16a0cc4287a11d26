/**
 * Files as source and sink. {@link FileSource} reads one file or a glob of them, each a partition,
 * plain or gzip, as JSON lines or CSV; {@link FileSink} writes one whole file that appears when the
 * job is done.
 */
@NullMarked
package dev.tidemark.file;

import org.jspecify.annotations.NullMarked;
