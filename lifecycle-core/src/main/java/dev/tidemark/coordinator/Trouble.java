package dev.tidemark.coordinator;

/**
 * Why an effect couldn't be carried out.
 *
 * @param fault what is to be mended, and by whom
 * @param reason for the user
 */
public record Trouble(Kind kind, Fault fault, String reason) {

  /** What follows from it. */
  public enum Kind {
    /** Nothing took effect; asking again may succeed. */
    RETRYABLE,
    /** Whether it took effect isn't known. */
    UNKNOWN,
    /** Nothing took effect; asking again can't succeed. */
    TERMINAL,
    /** Nothing took effect, for a reason of the data. */
    REFUSED,
    /** Nothing took effect: there is another owner, or a position is not where it was left. */
    FENCED
  }
}
