package dev.tidemark.sql;

import dev.tidemark.record.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled query. Thread-safe.
 *
 * @param schema of what comes out
 * @param where the condition; null when every row passes
 * @param values one for each column that comes out
 * @param reads the columns that it looks at
 */
record SelectPlan(Schema schema, @Nullable Term where, Term[] values, Set<String> reads) {}
