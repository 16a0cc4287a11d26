package dev.tidemark.coordinator;

/**
 * A unit of ordering within one source: a file, a topic's partition, a table. Order is promised
 * within a partition and nowhere else. Immutable.
 *
 * @param source the source stage; holds no {@code '/'}
 * @param name the partition's own name, which carries its identity (a topic's id, a file's
 *     fingerprint), so that a replaced one is a different partition; may hold {@code '/'}
 */
public record Partition(String source, String name) implements Comparable<Partition> {

  /** Both parts are checked: neither is blank. */
  public Partition {
    if (source.isBlank() || source.indexOf('/') >= 0) {
      throw new IllegalArgumentException("a partition's source must be a stage name: " + source);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("a partition of " + source + " has no name");
    }
  }

  /** The one spelling used in tables and messages: {@code source/name}. */
  public String text() {
    return source + "/" + name;
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException when the text holds no {@code '/'}
   */
  public static Partition parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a partition (source/name): " + text);
    }
    return new Partition(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(Partition other) {
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : name.compareTo(other.name);
  }
}
