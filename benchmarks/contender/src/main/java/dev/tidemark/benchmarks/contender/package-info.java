/**
 * What is measured, and how it is told what to do. Start at {@link Contender}.
 *
 * <p>A contender runs in a process of its own, on a class path of its own, for frameworks can't
 * agree on their dependencies. So nothing here depends on anything but the JDK.
 */
@NullMarked
package dev.tidemark.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
