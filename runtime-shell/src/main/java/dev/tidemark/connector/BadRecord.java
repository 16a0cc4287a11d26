package dev.tidemark.connector;

/**
 * A record that a stage can't handle, for a reason of its data.
 *
 * @param origin the index of the source record in the batch as it was read
 * @param reason what is wrong, and what was expected
 * @param place where a person finds it: {@code orders.jsonl:17}; empty when only its position is
 *     known
 * @param payload the record as it came, or its first part when it is long; JSON or raw bytes
 */
public record BadRecord(int origin, String reason, String place, byte[] payload) {}
