/**
 * What a connector implements, and nothing else: {@link SourceType}, {@link SinkType} and {@link
 * TransformType} are found through {@code ServiceLoader}, say how they are configured, and open a
 * {@link Source}, a {@link Sink} or a {@link Transform}.
 */
@NullMarked
package dev.tidemark.connector;

import org.jspecify.annotations.NullMarked;
