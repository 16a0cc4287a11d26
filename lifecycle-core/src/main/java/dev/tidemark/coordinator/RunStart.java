package dev.tidemark.coordinator;

/**
 * What a run decided at its start and every resume of it uses again (Delivery 4).
 *
 * @param topology the flow's stages as canonical JSON, to name what changed in between (Delivery
 *     12)
 * @param resolved partitions, starts, bounds and inferred columns as JSON; the shell's to read
 */
public record RunStart(String runId, String topology, String resolved) {}
