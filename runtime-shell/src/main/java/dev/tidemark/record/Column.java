package dev.tidemark.record;

/**
 * A named, typed value of each row. Immutable.
 *
 * @param name case-sensitive, never blank
 * @param nullable whether a row may lack it
 */
public record Column(String name, DataType type, boolean nullable) {
  /** Refuses a blank name. */
  public Column {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column has no name");
    }
  }

  @Override
  public String toString() {
    return name + " " + type.text() + (nullable ? "" : " not null");
  }
}
