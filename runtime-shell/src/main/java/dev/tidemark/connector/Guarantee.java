package dev.tidemark.connector;

/**
 * What a sink promises, for people.
 *
 * @param level what holds after any crash
 * @param means by what, in a few words: {@code position in the same transaction}
 * @param replaces whether each load replaces what the target held (Delivery 2)
 * @param appends whether loading the same records again would repeat them
 */
public record Guarantee(Level level, String means, boolean replaces, boolean appends) {

  /** From weak to strong. */
  public enum Level {
    AT_LEAST_ONCE("at least once"),
    EXACTLY_ONCE("exactly once");

    private final String label;

    Level(String label) {
      this.label = label;
    }

    /** As printed. */
    public String label() {
      return label;
    }
  }
}
