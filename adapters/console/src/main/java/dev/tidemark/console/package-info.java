/** Standard output as a sink: rows for people and for the next program in a pipe. */
@NullMarked
package dev.tidemark.console;

import org.jspecify.annotations.NullMarked;
