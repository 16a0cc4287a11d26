/** Tests of the command line, run in this process. */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
