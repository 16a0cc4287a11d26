package dev.tidemark.coordinator;

/**
 * Who may write for a pipeline. Sinks and the store compare both parts before every write (Delivery
 * 16).
 *
 * @param epoch rises by at least one with each owner; from 1
 * @param id random, so that two owners that came to the same epoch are told apart
 */
public record Owner(long epoch, String id) {}
