/**
 * Tidemark in processes of its own, killed, halted, stopped and run side by side; judged by what is
 * in the targets afterwards. {@link dev.tidemark.process.Workspace} is a folder with a flow in it,
 * {@link dev.tidemark.process.Child} a running JVM.
 */
@NullMarked
package dev.tidemark.process;

import org.jspecify.annotations.NullMarked;
