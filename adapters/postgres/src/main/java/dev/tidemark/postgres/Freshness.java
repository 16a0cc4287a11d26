package dev.tidemark.postgres;

/**
 * Whether the rows of the next batch are taken to be new. Then they are copied straight into the
 * table, which costs the server less than half of staging and merging them. A wrong guess costs one
 * batch a second attempt, so after each of them the next guess is twice as far away. Not
 * thread-safe.
 */
final class Freshness {

  /** A wrong guess now and then costs at most one batch in so many. */
  private static final int FIRST_WAIT = 8;

  private static final int LONGEST_WAIT = 1 << 20;
  private static final int NEVER = Integer.MAX_VALUE;

  private int wait = FIRST_WAIT;
  private int merges;
  private int right;

  private Freshness(int merges) {
    this.merges = merges;
  }

  /** Of a table that rows aren't copied into. */
  static Freshness never() {
    return new Freshness(NEVER);
  }

  /** Of a table that is empty, or holds rows. */
  static Freshness of(boolean empty) {
    return new Freshness(empty ? 0 : FIRST_WAIT);
  }

  boolean expectsNew() {
    return merges == 0;
  }

  /** A batch was merged. */
  void merged() {
    merges = merges == NEVER ? NEVER : merges - 1;
  }

  /** All rows of a batch were new, as expected. */
  void right() {
    right++;
    if (right >= wait) {
      wait = FIRST_WAIT;
    }
  }

  /** A key of a batch was there already. */
  void wrong() {
    merges = wait;
    wait = Math.min(LONGEST_WAIT, wait * 2);
    right = 0;
  }
}
