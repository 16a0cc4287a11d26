/** The contract itself, kept by the simplest thing that can. */
@NullMarked
package dev.tidemark.contract;

import org.jspecify.annotations.NullMarked;
