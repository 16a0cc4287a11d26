package dev.tidemark.checkpoint.position;

/**
 * Whose positions they are: the part of the key that a sink's rows share (Delivery 3). The same
 * stage that is pointed at another target starts afresh there.
 *
 * @param pipeline the flow's name
 * @param sink the sink stage
 * @param target what is written: a table's name
 */
public record SinkKey(String pipeline, String sink, String target) {}
