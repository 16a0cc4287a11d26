/**
 * How a transactional sink keeps its positions, owner and dead letters in its own database, beside
 * the data: the truth about that sink. Start at {@link SinkLedger}.
 *
 * <p>Written against jOOQ's DSL, so that one logic serves every database that jOOQ speaks; what
 * differs is in {@link SinkTables}.
 */
@NullMarked
package dev.tidemark.checkpoint.position;

import org.jspecify.annotations.NullMarked;
