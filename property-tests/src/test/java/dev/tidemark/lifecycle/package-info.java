/** The laws of the core, over random histories. */
@NullMarked
package dev.tidemark.lifecycle;

import org.jspecify.annotations.NullMarked;
