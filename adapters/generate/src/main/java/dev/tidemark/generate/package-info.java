/**
 * Records out of nothing, for trying a flow and for measuring it: {@link GenerateSourceType} makes
 * rows of any columns, {@link NoopSourceType} and {@link NoopTransformType} are flow-pipe's.
 */
@NullMarked
package dev.tidemark.generate;

import org.jspecify.annotations.NullMarked;
