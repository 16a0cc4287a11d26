/** What lets the simulation drive the engine's own parts. */
@NullMarked
package dev.tidemark.engine;

import org.jspecify.annotations.NullMarked;
