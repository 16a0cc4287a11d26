/**
 * The command line: one class a command, one that shows what came of it. Start at {@link Main}.
 *
 * <p>Results go to standard output, everything else to standard error; every answer has an exit
 * code of {@link ExitCode}.
 */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
