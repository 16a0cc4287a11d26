/** The drawing of the house, held by tests. */
@NullMarked
package dev.tidemark.architecture;

import org.jspecify.annotations.NullMarked;
