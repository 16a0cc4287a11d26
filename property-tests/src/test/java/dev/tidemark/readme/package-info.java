/** What the README shows is true. */
@NullMarked
package dev.tidemark.readme;

import org.jspecify.annotations.NullMarked;
