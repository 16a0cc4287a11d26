/** What the core costs, beside the same logic over mutable collections. */
@NullMarked
package dev.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
