/** What the {@code sql} stage promises. */
@NullMarked
package dev.tidemark.sql;

import org.jspecify.annotations.NullMarked;
