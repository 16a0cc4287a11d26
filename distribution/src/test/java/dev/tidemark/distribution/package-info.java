/** Tries what is handed out, as a user would: the archive, the examples, the documents. */
@NullMarked
package dev.tidemark.distribution;

import org.jspecify.annotations.NullMarked;
