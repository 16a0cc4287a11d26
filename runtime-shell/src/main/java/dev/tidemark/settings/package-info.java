/**
 * From written keys to checked {@link dev.tidemark.connector.Settings}, by what a stage or
 * connection publishes of itself.
 */
@NullMarked
package dev.tidemark.settings;

import org.jspecify.annotations.NullMarked;
