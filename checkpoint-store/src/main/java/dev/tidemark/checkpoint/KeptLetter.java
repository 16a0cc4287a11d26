package dev.tidemark.checkpoint;

/**
 * A dead letter as a store has it.
 *
 * @param number counts the letters of a pipeline in the order in which they came; greater than 0
 * @param since when it came to its state, as ISO-8601; empty while it is as it was kept
 * @param detail what there is to say of its state, for people; may be empty
 */
public record KeptLetter(
    String id, long number, DeadLetter letter, LetterState state, String since, String detail) {}
