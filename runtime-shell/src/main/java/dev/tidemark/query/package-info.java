/**
 * Reading a table, or the rows of a query, of a database: all of it by a key, or what is new by a
 * cursor. Start at {@link QuerySource}; a database has a {@link QuerySession}.
 */
@NullMarked
package dev.tidemark.query;

import org.jspecify.annotations.NullMarked;
