/**
 * What a pipeline is, which state its run is in, and what may happen to it next. Start at {@link
 * dev.tidemark.lifecycle.Runtime}.
 *
 * <p>Nothing here reads a clock, draws a random number, logs, blocks, does I/O or throws for an
 * expected answer: time is an argument, identity is an argument or derived. So equal histories give
 * equal runtimes, on any machine. All values are immutable and may be shared between threads.
 *
 * <p><b>What a user of the library must do:</b> save the runtime that {@link
 * dev.tidemark.lifecycle.Runtime#process process} returned and the effect of the batch <em>in one
 * transaction</em>. A crash then leaves both or neither, and after {@link
 * dev.tidemark.lifecycle.Runtime#resumeFromLatestCheckpoint resumeFromLatestCheckpoint} a batch
 * that comes again is answered {@link dev.tidemark.lifecycle.ProcessResult.DuplicateSuppressed}.
 * Saved apart, a crash between the two loses the batch or repeats it, and no library can tell
 * which.
 */
@NullMarked
package dev.tidemark.lifecycle;

import org.jspecify.annotations.NullMarked;
