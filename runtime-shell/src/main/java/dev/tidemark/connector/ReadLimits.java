package dev.tidemark.connector;

import java.time.Duration;

/**
 * Upper bounds of one batch.
 *
 * @param records at least 1
 * @param bytes at least 1; a batch may exceed it by one record
 * @param linger how long to wait for more once a first record has come, and for the first
 */
public record ReadLimits(int records, long bytes, Duration linger) {}
