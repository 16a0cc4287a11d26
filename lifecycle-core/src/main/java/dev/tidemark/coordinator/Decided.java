package dev.tidemark.coordinator;

/**
 * What a run decided at its start, as each sink keeps it (Delivery 4, 12): so a store that is lost,
 * or restored from a backup, doesn't hide that the flow has changed.
 *
 * @param topology a digest of the flow's topology; empty when it is not known
 * @param resolved partitions, starts, bounds and columns, the shell's to read; may be empty
 */
public record Decided(String topology, String resolved) {

  private static final String MARK = "topology ";

  static Decided by(RunSpec spec, String resolved) {
    return new Decided(Keys.of(spec.topology()), resolved);
  }

  /** The one text that a sink keeps. */
  String text() {
    return MARK + topology + "\n" + resolved;
  }

  /** Reads what a sink has kept. */
  public static Decided parse(String text) {
    int end = text.indexOf('\n');
    return text.startsWith(MARK) && end > 0
        ? new Decided(text.substring(MARK.length(), end), text.substring(end + 1))
        : new Decided("", text);
  }
}
