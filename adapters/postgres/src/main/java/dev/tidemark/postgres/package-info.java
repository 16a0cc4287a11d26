/** PostgreSQL: a sink that keeps its positions with its rows, a source, and their connection. */
@NullMarked
package dev.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
