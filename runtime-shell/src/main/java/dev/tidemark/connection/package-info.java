/**
 * Connections by name: where they are looked up, and how they are checked. Start at {@link
 * ConnectionResolver}.
 */
@NullMarked
package dev.tidemark.connection;

import org.jspecify.annotations.NullMarked;
