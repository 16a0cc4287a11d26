/**
 * Configuration text as values that know where they were written: YAML, JSON and TOML become {@link
 * Value}s, {@link Findings} collects all that is wrong with them, and {@link Section} reads their
 * keys. What it means is for others to say.
 */
@NullMarked
package dev.tidemark.document;

import org.jspecify.annotations.NullMarked;
