package dev.tidemark.connector;

/**
 * A resolved connection: configuration only, no live resource.
 *
 * @param name as the flow names it; empty for an inline one
 * @param kind which system: {@code sqlite}
 * @param settings checked against the settings that the kind's {@link ConnectionType} publishes
 */
public record Connection(String name, String kind, Settings settings) {}
