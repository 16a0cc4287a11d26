package dev.tidemark.connector;

/** A stage's configuration that can't work: the user's to mend, with nothing started. */
public final class InvalidStageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * What is wrong.
   *
   * @param setting the key at fault, or empty
   * @param message what is wrong, where in the value, what was expected
   */
  public InvalidStageException(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  /** The key of {@code config} at fault, or empty for the whole stage. */
  public String setting() {
    return setting;
  }
}
