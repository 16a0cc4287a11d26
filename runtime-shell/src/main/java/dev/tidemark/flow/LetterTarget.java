package dev.tidemark.flow;

import dev.tidemark.connector.LetterOutletType;
import dev.tidemark.connector.Settings;

/**
 * Where a flow's dead letters are copied to. Immutable.
 *
 * @param settings checked
 */
public record LetterTarget(LetterOutletType type, Settings settings) {}
